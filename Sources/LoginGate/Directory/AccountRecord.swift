internal import DirectoryModel
internal import LDAPClient

/// What the directory says about the account that is logging in, as far as a verdict needs it. A login hands it from one
/// step to the next a dozen times, hence no structure: to copy one would be to count a reference to each of its texts.
final class AccountRecord: Sendable {
    /// The entry's name, as the directory writes it.
    let dn: String
    let entryUUID: EntryUUID
    /// The primary address.
    let address: String
    /// The service it belongs to, lower case: the level below `ou=services`.
    let service: String
    /// `pamongAccountStatus` in lower case; only `active` may log in.
    let status: String
    /// When its owner completed registration.
    let registered: Timestamp?
    /// The sealed key of the authenticator.
    let sealedSecret: String?
    /// Since when the second factor is active.
    let twoFactorSince: Timestamp?
    /// The stored app passwords.
    let appPasswords: [String]
    /// Keyed hashes of the recovery codes that are left; read for ``TwoFactor/LoginProtocol/recovery`` only.
    let recoveryCodes: [String]
    /// The exemption from the second factor as it is stored.
    let exemption: String?
    /// Whoever logged in before this moment has to log in again.
    let sessionsRevoked: Timestamp?
    /// An administrator locked the password for good (`pwdAccountLockedTime: 000001010000Z`, slapo-ppolicy).
    let isPasswordLockedForGood: Bool

    /// The attributes to ask for.
    static let attributes: [AttributeName] = [
        "entryUUID", "mail", "pamongAccountStatus", "pamongRegisteredTime", "pamongTotpSecret", "pamongTwoFactorSince",
        "pamongAppPassword", "pamongTwoFactorExemption", "pamongSessionsRevokedTime", "pwdAccountLockedTime",
    ]
    /// The attribute to ask for besides where a recovery code is to be judged.
    static let recoveryCode: AttributeName = "pamongRecoveryCode"

    init(
        dn: String,
        entryUUID: EntryUUID,
        address: String,
        service: String,
        status: String,
        registered: Timestamp?,
        sealedSecret: String?,
        twoFactorSince: Timestamp?,
        appPasswords: [String],
        recoveryCodes: [String] = [],
        exemption: String?,
        sessionsRevoked: Timestamp?,
        isPasswordLockedForGood: Bool
    ) {
        (self.dn, self.entryUUID, self.address) = (dn, entryUUID, address)
        (self.service, self.status, self.registered) = (service, status, registered)
        (self.sealedSecret, self.twoFactorSince) = (sealedSecret, twoFactorSince)
        (self.appPasswords, self.recoveryCodes, self.exemption) = (appPasswords, recoveryCodes, exemption)
        (self.sessionsRevoked, self.isPasswordLockedForGood) = (sessionsRevoked, isPasswordLockedForGood)
    }

    /// Reads an entry; `nil` when it is no account.
    init?(_ entry: LDAPEntry, _ services: ServiceOfEntry) {
        guard let status = entry.string(of: "pamongAccountStatus"), let mail = entry.string(of: "mail"),
            let identity = entry.string(of: "entryUUID"), let entryUUID = EntryUUID(identity)
        else { return nil }
        dn = entry.dn
        guard let service = services.name(of: dn) else { return nil }
        self.service = service
        self.entryUUID = entryUUID
        address = mail.lowercased()
        self.status = status.lowercased()
        registered = entry.time(of: "pamongRegisteredTime")
        sealedSecret = entry.string(of: "pamongTotpSecret")
        twoFactorSince = entry.time(of: "pamongTwoFactorSince")
        appPasswords = entry.strings(of: "pamongAppPassword")
        recoveryCodes = entry.strings(of: Self.recoveryCode)
        exemption = entry.string(of: "pamongTwoFactorExemption")
        sessionsRevoked = entry.time(of: "pamongSessionsRevokedTime")
        isPasswordLockedForGood = entry.string(of: "pwdAccountLockedTime") == "000001010000Z"
    }
}

extension LDAPEntry {
    /// The first value of an attribute of times; `nil` when there is none or it cannot be read.
    func time(of name: AttributeName) -> Timestamp? {
        var first: Timestamp??
        forEachValue(of: name) { first = first ?? .some(Timestamp(generalizedTime: $0)) }
        return first ?? nil
    }
}
