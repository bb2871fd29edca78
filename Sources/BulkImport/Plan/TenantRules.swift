internal import DirectoryModel
public import LDAPClient

/// What a tenant's accounts are judged by.
struct TenantRules: Sendable {
    var tenant: Tenant
    /// The mail domains its accounts may use: the service's, and those of its own that are confirmed.
    var domains: Set<String>

    /// Reads them. Throws ``ImportError`` when there is no such service or tenant.
    static func read(_ target: ImportTarget, _ reader: DirectoryReader) async throws -> TenantRules {
        let services = try await reader.entries(target.serviceEntry, .base, .anyEntry, ["associatedDomain"])
        guard let service = services.first else { throw ImportError.noSuchService(target.service) }
        let tenants = try await reader.entries(target.tenant, .base, isTenant, Self.attributes)
        guard let entry = tenants.first else { throw ImportError.noSuchTenant(target.tenant.description) }
        var domains = Set(service.strings(of: "associatedDomain").map { $0.lowercased() })
        for domain in try await reader.entries(target.domains, .oneLevel, isDomain, ["associatedDomain"]) {
            domains.formUnion(domain.strings(of: "associatedDomain").map { $0.lowercased() })
        }
        return TenantRules(tenant: tenant(entry), domains: domains)
    }

    /// Finds a tenant of a service by its name or its code (`pamongTenantCode`). Throws ``ImportError``.
    static func find(
        _ name: String,
        service: String,
        suffix: DistinguishedName,
        _ reader: DirectoryReader
    ) async throws -> ImportTarget {
        let base = ImportTarget(suffix: suffix, service: service, tenant: name).serviceEntry
        let filter = LDAPFilter.and([isTenant, .or([.equal("o", name), .equal("pamongTenantCode", name)])])
        let found = try await reader.entries(base, .oneLevel, filter, [.noAttributes])
        guard found.count < 2 else { throw ImportError.ambiguousTenant(name, found.count) }
        guard let entry = found.first else {
            let services = try await reader.entries(base, .base, .anyEntry, [.noAttributes])
            throw services.isEmpty ? ImportError.noSuchService(service) : ImportError.noSuchTenant(name)
        }
        return ImportTarget(suffix: suffix, service: service, entry: try entry.distinguishedName())
    }

    func allows(_ address: MailAddress) -> Bool { domains.contains(String(address.domain)) }

    private static let isTenant = LDAPFilter.equal("objectClass", "pamongTenant")
    private static let isDomain = LDAPFilter.and([
        .equal("objectClass", "pamongDomain"), .present("pamongMxStatus"),
    ])
    private static let attributes: [AttributeName] = ["o", "pamongMaxAccounts", "pamongMaxQuota"]

    private static func tenant(_ entry: LDAPEntry) -> Tenant {
        Tenant(
            name: entry.string(of: "o") ?? "",
            maxAccounts: entry.string(of: "pamongMaxAccounts").flatMap { Int($0) },
            maxQuota: entry.string(of: "pamongMaxQuota").flatMap { Int64($0) }
        )
    }
}

extension ImportTarget {
    /// Finds a tenant of a service by its name (`o`) or its code (`pamongTenantCode`). Throws ``ImportError``, and
    /// `LDAPError` when the directory cannot be asked.
    public static func find(
        _ tenant: String,
        service: String,
        suffix: DistinguishedName,
        reader: DirectoryReader
    ) async throws -> ImportTarget {
        try await TenantRules.find(tenant, service: service, suffix: suffix, reader)
    }
}
