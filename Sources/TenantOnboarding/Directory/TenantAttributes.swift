internal import LDAPClient

/// What the directory holds about tenants and their way in.
enum TenantAttributes {
    static let objectClass: AttributeName = "objectClass"
    static let entryUUID: AttributeName = "entryUUID"
    static let name: AttributeName = "o"
    static let status: AttributeName = "pamongTenantStatus"
    static let code: AttributeName = "pamongTenantCode"
    static let reason: AttributeName = "pamongStatusReason"
    static let letterNumber: AttributeName = "pamongLetterNumber"
    static let letterDate: AttributeName = "pamongLetterDate"
    static let letterSigner: AttributeName = "pamongLetterSigner"
    static let letterSignerRank: AttributeName = "pamongLetterSignerRank"
    static let plannedUse: AttributeName = "pamongPlannedUse"
    static let requestedDomain: AttributeName = "pamongRequestedDomain"
    static let namedAdministrator: AttributeName = "pamongNamedAdministrator"
    static let contact: AttributeName = "pamongNamedAdministratorContact"
    static let ndaDate: AttributeName = "pamongNdaDate"
    static let credentialsDate: AttributeName = "pamongCredentialsDate"
    static let mxStatus: AttributeName = "pamongMxStatus"
    static let mxChecked: AttributeName = "pamongMxCheckedTime"
    static let record: AttributeName = "pamongTenantRecord"
    static let maxAccounts: AttributeName = "pamongMaxAccounts"
    static let maxQuota: AttributeName = "pamongMaxQuota"
    static let domain: AttributeName = "associatedDomain"
    static let member: AttributeName = "member"

    /// The class of every tenant.
    static let tenantClass = "pamongTenant"
    /// The class of every domain of a tenant.
    static let domainClass = "pamongDomain"

    /// All that is read of a tenant's own entry.
    static let all: [AttributeName] = [
        objectClass, entryUUID, name, status, code, reason, letterNumber, letterDate, letterSigner, letterSignerRank,
        plannedUse,
        requestedDomain, namedAdministrator, contact, ndaDate, credentialsDate, mxStatus, mxChecked, record,
        maxAccounts, maxQuota,
    ]
    /// What a list of tenants shows of each.
    static let inLists: [AttributeName] = [
        objectClass, entryUUID, name, status, code, requestedDomain, mxStatus, mxChecked, maxAccounts, maxQuota,
    ]
    /// All that is read of a domain.
    static let ofDomain: [AttributeName] = [domain, mxStatus, mxChecked]
}
