public import DirectoryModel
internal import LDAPClient
public import TwoFactor

/// What the directory says of one account's second factor, as it was read: sealed and hashed values are still that.
public struct SecondFactorEntry: Sendable, Hashable {
    /// The entry's name.
    public let dn: String
    /// What every sealed value of the account is bound to.
    public let uuid: EntryUUID
    /// The version of the entry that was read; changes with every write.
    let version: String?
    /// The login.
    public let address: MailAddress
    /// Where the account stands; `nil` for a value nobody knows.
    public let status: AccountStatus?
    /// The sealed key of the active authenticator.
    public let secret: String?
    /// The sealed key of an authenticator that is being enrolled.
    public let pending: String?
    /// When the second factor was activated.
    public let since: Timestamp?
    /// Keyed hashes of the recovery codes that are left.
    public let recoveryCodes: [String]
    /// App passwords as they are stored.
    public let appPasswords: [String]
    /// The stored one-time ticket for a late activation.
    public let ticket: String?
    /// An officer's request to take the second factor away.
    public let resetRequest: String?
    /// Why no second factor is needed.
    public let exemption: String?
    /// Whoever logged in before has to log in again.
    public let sessionsRevoked: Timestamp?
    /// Whether the entry has the auxiliary class of second factors.
    public let hasSecondFactorClass: Bool
    /// What is recorded of its codes, apart from the entry. Of an account among many the last step is left out.
    public internal(set) var codes = CodeRecord()

    /// Whether there is anything that a reset would take away.
    public var holdsAnything: Bool {
        hasSecondFactorClass || secret != nil || pending != nil || since != nil || !recoveryCodes.isEmpty
            || !appPasswords.isEmpty || ticket != nil
    }

    /// The service and the tenant the account belongs to, by its place in the tree; the tenant is empty for an account
    /// right below its service.
    public var place: (service: String, tenant: String) {
        var (service, tenant) = ("", "")
        var rest = DNText.rest(of: dn).map(String.init)
        while let current = rest {
            let name = DNText.name(of: current)
            if name.lowercased() == "ou=services" { break }
            if name.hasPrefix("cn=") { service = DNText.value(of: name) }
            if name.hasPrefix("o=") { tenant = DNText.value(of: name) }
            rest = DNText.parent(of: current)
        }
        return (service, tenant)
    }
}

extension SecondFactorEntry {
    /// Reads an account. Throws `LDAPError` when the reader's identity may not see what names an account, or when it is
    /// none.
    init(_ entry: LDAPEntry) throws(LDAPError) {
        guard let uuid = entry.string(of: SecondFactorAttributes.entryUUID).flatMap({ EntryUUID($0) }),
            let mail = entry.string(of: SecondFactorAttributes.mail)
        else {
            throw LDAPError(.insufficientAccessRights, "entryUUID or mail of \(entry.dn) cannot be read")
        }
        dn = entry.dn
        self.uuid = uuid
        // One address that should not be must not keep all others from being counted.
        address = MailAddress(mail) ?? MailAddress(trusted: mail)
        version = entry.string(of: SecondFactorAttributes.entryCSN)
        status = entry.string(of: SecondFactorAttributes.status).flatMap { AccountStatus(rawValue: $0) }
        secret = entry.string(of: SecondFactorAttributes.secret)
        pending = entry.string(of: SecondFactorAttributes.pending)
        since = Self.time(SecondFactorAttributes.since, entry)
        recoveryCodes = entry.strings(of: SecondFactorAttributes.recoveryCode)
        appPasswords = entry.strings(of: SecondFactorAttributes.appPassword)
        ticket = entry.string(of: SecondFactorAttributes.ticket)
        resetRequest = entry.string(of: SecondFactorAttributes.reset)
        exemption = entry.string(of: SecondFactorAttributes.exemption)
        sessionsRevoked = Self.time(SecondFactorAttributes.sessionsRevoked, entry)
        hasSecondFactorClass = entry.strings(of: SecondFactorAttributes.objectClass).contains {
            $0.lowercased() == SecondFactorAttributes.twoFactorClass.lowercased()
        }
    }

    private static func time(_ name: AttributeName, _ entry: LDAPEntry) -> Timestamp? {
        entry.value(of: name).flatMap { Timestamp(generalizedTime: $0) }
    }
}
