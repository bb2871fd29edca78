internal import LDAPClient
internal import LDAPDirectory
internal import TenantOnboarding

/// A tenant as programs read it: what is needed to choose one. How it joined is nobody's affair.
struct APITenant: Encodable, Sendable {
    let service: String
    let tenant: String
    let code: String?
    /// `active` where nothing is recorded, as for offices that never had to join.
    let status: TenantStatus
    let maxAccounts: Int?
    let maxQuota: Int64?
    var domains: [String]?

    static let filter = LDAPFilter.equal("objectClass", "pamongTenant")
    static let attributes: [AttributeName] = [
        "o", "pamongTenantCode", "pamongTenantStatus", "pamongMaxAccounts", "pamongMaxQuota",
    ]

    /// `nil` for an entry that is no tenant of a service.
    init?(_ entry: LDAPEntry, in suffix: DistinguishedName) throws {
        guard let scope = ClientScope(try entry.distinguishedName(), in: suffix), let tenant = scope.tenant else {
            return nil
        }
        (service, self.tenant) = (scope.service, tenant)
        code = entry.string(of: "pamongTenantCode")
        status = entry.string(of: "pamongTenantStatus").flatMap { TenantStatus(rawValue: $0.lowercased()) } ?? .active
        maxAccounts = entry.string(of: "pamongMaxAccounts").flatMap { Int($0) }
        maxQuota = entry.string(of: "pamongMaxQuota").flatMap { Int64($0) }
    }

    /// By service and name.
    var keys: [String] { [service, tenant] }
}

extension TenantStatus: Encodable {}
