internal import LDAPClient

/// What the worker asks of each entry: nothing secret, and nothing that the directory computes on the fly, whose changes
/// are never sent.
enum ProjectedAttributes {
    static let objectClass: AttributeName = "objectClass"
    static let entryUUID: AttributeName = "entryUUID"
    static let entryCSN: AttributeName = "entryCSN"
    static let mail: AttributeName = "mail"
    static let mailLocalAddress: AttributeName = "mailLocalAddress"
    static let mailHost: AttributeName = "mailHost"
    static let status: AttributeName = "pamongAccountStatus"
    static let quota: AttributeName = "pamongQuota"
    static let registered: AttributeName = "pamongRegisteredTime"
    static let secondFactorSince: AttributeName = "pamongTwoFactorSince"
    static let sessionsRevoked: AttributeName = "pamongSessionsRevokedTime"
    static let organization: AttributeName = "o"
    static let associatedDomain: AttributeName = "associatedDomain"
    /// On a domain: that it is confirmed.
    static let mxStatus: AttributeName = "pamongMxStatus"
    static let defaultQuota: AttributeName = "pamongDefaultQuota"
    static let tenantCode: AttributeName = "pamongTenantCode"
    static let maxAccounts: AttributeName = "pamongMaxAccounts"
    static let maxQuota: AttributeName = "pamongMaxQuota"
    static let member: AttributeName = "member"
    static let contextCSN: AttributeName = "contextCSN"

    /// For the change stream, whose control carries the entryUUID.
    static let followed: [AttributeName] = [
        objectClass, entryCSN, mail, mailLocalAddress, mailHost, status, quota, registered, secondFactorSince,
        sessionsRevoked, organization, associatedDomain, mxStatus, defaultQuota, tenantCode, maxAccounts, maxQuota,
        member,
    ]

    /// For reading an entry by itself.
    static let read: [AttributeName] = followed + [entryUUID]
}
