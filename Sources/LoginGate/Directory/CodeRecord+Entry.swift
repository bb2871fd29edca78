internal import DirectoryModel
internal import LDAPClient
internal import TwoFactor

extension CodeRecord {
    /// What a record's entry consists of.
    enum Names {
        static let lastStep: AttributeName = "pamongTotpLastStep"
        static let failures: AttributeName = "pamongTotpFailures"
        static let failedTime: AttributeName = "pamongTotpFailedTime"
    }

    /// Reads a record's entry. A count that cannot be read is left to the help desk.
    init(_ entry: LDAPEntry) {
        self.init(
            lastStep: entry.string(of: Names.lastStep).flatMap(Int64.init),
            failures: entry.string(of: Names.failures).flatMap(Int.init) ?? -1,
            failedTime: entry.time(of: Names.failedTime)
        )
    }

    /// The attributes of the entry of a record that is new.
    func entry(of account: EntryUUID) -> [LDAPAttribute] {
        var attributes = [
            LDAPAttribute("objectClass", Self.objectClass), LDAPAttribute("pamongAccountUUID", account.description),
            LDAPAttribute(Names.failures, String(failures)),
        ]
        if let lastStep { attributes.append(LDAPAttribute(Names.lastStep, String(lastStep))) }
        if let failedTime { attributes.append(LDAPAttribute(Names.failedTime, failedTime.generalizedTime)) }
        return attributes
    }
}
