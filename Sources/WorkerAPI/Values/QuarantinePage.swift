internal import DirectoryModel
internal import StateDatabase

/// A part of the quarantine: of one service or tenant, a page at a time. An upload gone wrong can put very many entries there.
public struct QuarantinePage: Sendable, Hashable, Codable {
    /// How many there are of what was asked for, on this page or not.
    public var total: Int
    /// The oldest first.
    public var items: [QuarantineItem]
}

extension QuarantinePage {
    /// The places `part` of all entries that stand below a service and tenant; `nil` means any.
    init(reading reader: StateReader, service: String?, tenant: String?, part: Range<Int>) throws {
        let names = try reader.quarantinedNames().filter { EntryPlace($0.dn).isIn(service: service, tenant: tenant) }
        total = names.count
        items = try names[part.clamped(to: names.indices)].compactMap { name in
            try reader.quarantined(name.uuid).map { try QuarantineItem($0, reading: reader) }
        }
    }
}

/// Below which service and tenant a DN stands, whatever its entry says.
struct EntryPlace: Hashable {
    private(set) var service: String?
    private(set) var tenant: String?

    init(_ dn: String) {
        var names: [String] = []
        var rest: String? = dn
        while let name = rest {
            names.append(DNText.name(of: name))
            rest = DNText.parent(of: name)
        }
        guard let root = names.lastIndex(where: { DNText.isNamed($0, attribute: "ou", value: "services") }), root > 0
        else { return }
        service = DNText.value(of: names[root - 1])
        if root > 1, names[root - 2].lowercased().hasPrefix("o=") { tenant = DNText.value(of: names[root - 2]) }
    }

    /// Names are compared as the directory does, without case.
    func isIn(service wanted: String?, tenant wantedTenant: String?) -> Bool {
        (wanted == nil || wanted?.lowercased() == service?.lowercased())
            && (wantedTenant == nil || wantedTenant?.lowercased() == tenant?.lowercased())
    }
}
