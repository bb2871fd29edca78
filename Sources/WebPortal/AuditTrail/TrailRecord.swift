internal import DirectoryModel
internal import LDAPClient

/// One entry of the directory's log of changes (slapo-accesslog(5)): who did what to which entry, and when.
struct TrailRecord: Sendable, Hashable {
    /// What was done.
    enum Kind: String, Sendable, CaseIterable {
        case created = "dibuat"
        case changed = "diubah"
        case moved = "dipindah"
        case removed = "dihapus"

        /// The class of such entries in the log.
        var objectClass: String {
            switch self {
            case .created: "auditAdd"
            case .changed: "auditModify"
            case .moved: "auditModRDN"
            case .removed: "auditDelete"
            }
        }

        /// By `reqType`.
        init?(type: String) {
            switch type.lowercased() {
            case "add": self = .created
            case "modify": self = .changed
            case "modrdn": self = .moved
            case "delete": self = .removed
            default: return nil
            }
        }
    }

    let time: Timestamp
    let kind: Kind
    /// The DN of whose rights it was done with.
    let author: String
    /// The entry's DN before it was done.
    let entry: String
    let uuid: EntryUUID?
    /// What changed, as far as the log shows it.
    let changes: [TrailChange]
    /// The DN after a move.
    let newEntry: String?

    static let attributes: [AttributeName] = [
        "reqStart", "reqType", "reqAuthzID", "reqDN", "reqEntryUUID", "reqMod", "reqNewRDN", "reqNewSuperior",
    ]

    /// Reads an entry of the log; `nil` for what is none, such as a bind.
    init?(_ entry: LDAPEntry) {
        guard let time = entry.value(of: "reqStart").flatMap({ Timestamp(generalizedTime: $0) }),
            let kind = entry.string(of: "reqType").flatMap({ Kind(type: $0) }), let name = entry.string(of: "reqDN")
        else { return nil }
        self.time = time
        self.kind = kind
        self.entry = name
        author = entry.string(of: "reqAuthzID") ?? ""
        uuid = entry.string(of: "reqEntryUUID").flatMap { EntryUUID($0) }
        changes = TrailChange.list(entry.strings(of: "reqMod"))
        newEntry = Self.newName(name, entry.string(of: "reqNewRDN"), entry.string(of: "reqNewSuperior"))
    }

    private static func newName(_ name: String, _ rdn: String?, _ superior: String?) -> String? {
        guard let rdn, let old = try? DistinguishedName(name), let parent = old.parent else { return nil }
        return "\(rdn),\(superior ?? parent.description)"
    }
}

/// What became of one attribute. Passwords and sealed values are not among what the log shows.
struct TrailChange: Sendable, Hashable {
    var attribute: String
    /// Values that were taken away, as far as the log knows: of a replacement it keeps only the new ones.
    var removed: [String] = []
    var added: [String] = []
    /// Whether all former values went.
    var isReplaced = false

    /// Reads `reqMod` values, `attribute:operation value` with `+`, `-`, `=` or `#`.
    static func list(_ modifications: [String]) -> [TrailChange] {
        var changes: [TrailChange] = []
        for text in modifications {
            guard let colon = text.firstIndex(of: ":") else { continue }
            let (name, rest) = (String(text[..<colon]), text[text.index(after: colon)...])
            guard let operation = rest.first, "+-=#".contains(operation) else { continue }
            let value = String(rest.dropFirst().drop { $0 == " " })
            let place = changes.firstIndex { $0.attribute.lowercased() == name.lowercased() } ?? changes.endIndex
            if place == changes.endIndex { changes.append(TrailChange(attribute: name)) }
            changes[place].take(operation, value)
        }
        return changes
    }

    private mutating func take(_ operation: Character, _ value: String) {
        switch operation {
        case "-" where value.isEmpty: isReplaced = true
        case "-": removed.append(value)
        case "=":
            isReplaced = true
            if !value.isEmpty { added.append(value) }
        default: added.append(value)
        }
    }
}
