internal import LDAPClient

/// What the directory holds about second factors.
enum SecondFactorAttributes {
    static let objectClass: AttributeName = "objectClass"
    static let entryUUID: AttributeName = "entryUUID"
    static let entryCSN: AttributeName = "entryCSN"
    static let mail: AttributeName = "mail"
    static let status: AttributeName = "pamongAccountStatus"
    static let secret: AttributeName = "pamongTotpSecret"
    static let pending: AttributeName = "pamongTotpPending"
    static let since: AttributeName = "pamongTwoFactorSince"
    static let recoveryCode: AttributeName = "pamongRecoveryCode"
    static let appPassword: AttributeName = "pamongAppPassword"
    static let ticket: AttributeName = "pamongActivationTicket"
    static let reset: AttributeName = "pamongTwoFactorReset"
    static let exemption: AttributeName = "pamongTwoFactorExemption"
    static let sessionsRevoked: AttributeName = "pamongSessionsRevokedTime"
    static let canary: AttributeName = "pamongSealedCanary"

    // Of records of codes.
    static let accountUUID: AttributeName = "pamongAccountUUID"
    static let lastStep: AttributeName = "pamongTotpLastStep"
    static let failures: AttributeName = "pamongTotpFailures"
    static let failedTime: AttributeName = "pamongTotpFailedTime"

    /// The class an account has while any of its second factor's attributes are there.
    static let twoFactorClass = "pamongTwoFactor"
    /// The class of every account.
    static let accountClass = "pamongAccount"

    /// All that is read of one account.
    static let all: [AttributeName] = [
        objectClass, entryUUID, entryCSN, mail, status, secret, pending, since, recoveryCode, appPassword,
        ticket, reset, exemption, sessionsRevoked,
    ]
}
