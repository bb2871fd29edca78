internal import DirectoryModel
public import StateDatabase

/// An entry that breaks a rule of the platform: what, and how to mend it.
public struct QuarantineItem: Sendable, Hashable, Codable {
    /// One rule that is broken.
    public struct Finding: Sendable, Hashable, Codable {
        /// The attribute to mend.
        public var attribute: String
        /// The rule's name.
        public var rule: String
        /// What is wrong, with the value.
        public var detail: String
        /// What to do about it.
        public var remedy: String
    }

    /// The entry's identity.
    public var uuid: String
    /// Where it stands.
    public var dn: String
    /// Its primary address, when it has a valid one.
    public var address: String?
    /// Since when it is wrong.
    public var since: APITime
    /// Whether an earlier, good state of it is still being served.
    public var isServed: Bool
    /// What is wrong.
    public var findings: [Finding]
}

extension QuarantineItem {
    /// Every quarantined entry, the oldest first.
    public static func all(reading reader: StateReader) throws -> [QuarantineItem] {
        try reader.quarantine().map { try QuarantineItem($0, reading: reader) }
    }

    init(_ entry: QuarantinedEntry, reading reader: StateReader) throws {
        let lastGood = try reader.account(entry.uuid)
        self.init(
            uuid: entry.uuid.description,
            dn: entry.dn,
            address: entry.observed.address?.text,
            since: APITime(entry.since),
            isServed: lastGood != nil && lastGood?.removed == nil,
            findings: entry.violations.map {
                Finding(attribute: $0.attribute, rule: $0.rule.rawValue, detail: $0.detail, remedy: $0.remedy)
            }
        )
    }
}
