import DirectoryModel

/// An account that logs in.
struct Person: Sendable {
    /// What the account is about.
    enum Kind: String, Sendable {
        /// No second factor, in a service whose deadline has not come.
        case plain
        /// Second factor active, and an app password.
        case secured
        /// The second factor of slapd's own overlay.
        case overlay

        /// The service the accounts of a kind are in.
        var service: String { self == .plain ? "desa.mail.go.id" : "mail.go.id" }

        /// The entry above the accounts of a kind.
        var parent: String { "ou=accounts,\(tenant)" }

        /// The tenant of a kind.
        var tenant: String { "o=\(rawValue),cn=\(service),ou=services,\(WorkerAccess.suffix)" }
    }

    let kind: Kind
    let number: Int

    /// People of a kind, from the first on.
    static func first(_ count: Int, _ kind: Kind) -> [Person] { (0..<count).map { Person(kind: kind, number: $0) } }

    var address: String { "\(kind.rawValue)\(number)@\(kind.service)" }

    /// The entry's own name.
    var dn: String { "mail=\(address),\(kind.parent)" }

    /// The name a mail server logs somebody in by; the gate resolves it.
    func login(_ service: String) -> String { "mail=\(address),cn=\(service),cn=login" }

    /// Known before the entry is made, since what is sealed is sealed for it.
    var uuid: EntryUUID {
        EntryUUID(
            high: 0x7061_6D6F_6E67_4000 | UInt64(kind.rawValue.utf8.count),
            low: 0x8000_0000_0000_0000 | UInt64(number)
        )
    }
}
