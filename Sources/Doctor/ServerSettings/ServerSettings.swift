internal import LDAPClient

/// slapd's configuration (cn=config), as far as it matters here.
struct ServerSettings: Sendable, Hashable {
    /// One overlay of a database.
    struct Overlay: Sendable, Hashable {
        /// Its name, `syncprov`.
        var kind: String
        /// Its settings, names in lower case.
        var settings: [String: [String]] = [:]
    }

    /// One database.
    struct Database: Sendable, Hashable {
        /// Its suffixes.
        var suffixes: [DistinguishedName]
        /// Its settings, names in lower case.
        var settings: [String: [String]] = [:]
        /// What stands over it, in order.
        var overlays: [Overlay] = []

        func overlay(_ kind: String) -> Overlay? { overlays.first { $0.kind == kind } }
    }

    /// All databases, the front end included, whose overlays stand over all others.
    var databases: [Database]

    /// The database of a suffix.
    func database(of suffix: DistinguishedName) -> Database? {
        databases.first { $0.suffixes.contains(suffix) }
    }
}

extension ServerSettings {
    /// Reads the entries below `cn=config`.
    init(_ entries: [LDAPEntry]) {
        var order: [String] = []
        var found: [String: Database] = [:]
        for entry in entries where entry.contains("olcDatabase") {
            let suffixes = entry.strings(of: "olcSuffix").compactMap { try? DistinguishedName($0) }
            found[entry.dn.lowercased()] = Database(suffixes: suffixes, settings: entry.settings)
            order.append(entry.dn.lowercased())
        }
        for entry in entries {
            guard let name = entry.string(of: "olcOverlay"), let comma = entry.dn.firstIndex(of: ",") else { continue }
            let parent = entry.dn[entry.dn.index(after: comma)...].lowercased()
            found[parent]?.overlays.append(Overlay(kind: Self.withoutNumber(name), settings: entry.settings))
        }
        databases = order.compactMap { found[$0] }
    }

    /// `{0}syncprov` without its place.
    static func withoutNumber(_ value: String) -> String {
        (value.hasPrefix("{") ? String(value.drop { $0 != "}" }.dropFirst()) : value).lowercased()
    }
}

extension LDAPEntry {
    fileprivate var settings: [String: [String]] {
        Dictionary(attributes.map { ($0.name.text.lowercased(), strings(of: $0.name)) }) { $0 + $1 }
    }
}
