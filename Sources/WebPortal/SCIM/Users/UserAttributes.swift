internal import LDAPClient

/// Which attribute of the directory is which of a user's.
enum UserAttributes {
    /// Texts that are the same on both sides.
    static let texts: [(name: String, attribute: AttributeName)] = [
        ("displayName", "displayName"), ("title", "title"), ("userType", "employeeType"),
        ("preferredLanguage", "preferredLanguage"), ("externalId", "employeeNumber"),
    ]

    static let mail: AttributeName = "mail"
    static let alias: AttributeName = "mailLocalAddress"
    static let status: AttributeName = "pamongAccountStatus"
    static let reason: AttributeName = "pamongStatusReason"
    static let quota: AttributeName = "pamongQuota"
    static let registered: AttributeName = "pamongRegisteredTime"
    static let twoFactor: AttributeName = "pamongTwoFactorSince"
    static let host: AttributeName = "mailHost"
    static let work: AttributeName = "telephoneNumber"
    static let mobile: AttributeName = "mobile"
    static let uuid: AttributeName = "entryUUID"
    static let csn: AttributeName = "entryCSN"
    static let created: AttributeName = "createTimestamp"
    static let modified: AttributeName = "modifyTimestamp"

    static let all: [AttributeName] =
        ["objectClass", "cn", "sn", "givenName"] + texts.map(\.attribute) + [
            mail, alias, status, reason, quota, registered, twoFactor, host, work, mobile, uuid, csn, created, modified,
        ]

    /// An account that has not been closed: a closed one is gone, as far as programs can see.
    static let isThere = LDAPFilter.and([
        .equal("objectClass", "pamongAccount"), .not(.equal(status, "closed")),
    ])
}
