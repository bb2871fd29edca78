internal import LDAPClient

/// Which tenants a list shows.
public struct TenantSelection: Hashable, Sendable {
    /// Only this service's.
    public var service: String?
    /// Only those that stand there.
    public var status: TenantStatus?
    /// Only those whose name has this in it, or whose code or domain it is; empty for all.
    public var text = ""

    /// All of them, unless said.
    public init(service: String? = nil, status: TenantStatus? = nil, text: String = "") {
        (self.service, self.status, self.text) = (service, status, text)
    }
}

/// A service, as far as tenants are concerned.
public struct TenantService: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Whether all its tenants share the service's own domains; if not, each brings its own by a letter of request.
    public let sharesDomains: Bool
}

extension TenantDirectory {
    /// All services, by name.
    public func serviceList() async throws -> [TenantService] {
        let found = try await search(
            services,
            .oneLevel,
            .equal(TenantAttributes.objectClass, "pamongService"),
            ["cn", TenantAttributes.domain]
        )
        return found.compactMap { entry in
            entry.string(of: "cn").map {
                TenantService(name: $0, sharesDomains: entry.contains(TenantAttributes.domain))
            }
        }.sorted { $0.name < $1.name }
    }

    /// The tenants of a selection by service and name, with what lists show of them: neither letters nor records, domains or
    /// administrators.
    public func tenants(_ selection: TenantSelection) async throws -> [JoiningTenant] {
        let base = selection.service.map { services.child("cn", $0) } ?? services
        var filters: [LDAPFilter] = [.equal(TenantAttributes.objectClass, TenantAttributes.tenantClass)]
        if let status = selection.status { filters.append(.equal(TenantAttributes.status, status.rawValue)) }
        if !selection.text.isEmpty { filters.append(try await isCalled(selection.text)) }
        return try await search(base, .subtree, .and(filters), TenantAttributes.inLists)
            .map { try JoiningTenant($0) }
            .sorted { ($0.service, $0.name) < ($1.service, $1.name) }
    }

    /// The tenant with this entryUUID, with everything; `nil` when there is none.
    public func tenant(uuid: String) async throws -> JoiningTenant? {
        let isIt: LDAPFilter = .and([
            .equal(TenantAttributes.objectClass, TenantAttributes.tenantClass),
            .equal(TenantAttributes.entryUUID, uuid),
        ])
        guard let entry = try await search(services, .subtree, isIt, [.noAttributes]).first else { return nil }
        return try await tenant(at: entry.distinguishedName())
    }

    private func isCalled(_ text: String) async throws -> LDAPFilter {
        let domain = DNSName.canonical(text)
        let owners = try await search(services, .subtree, .equal(TenantAttributes.domain, domain), [.noAttributes])
            .compactMap { try $0.distinguishedName().parent?.parent?.description }
        return .or(
            [
                .substrings(TenantAttributes.name, any: [text]), .equal(TenantAttributes.code, text),
                .equal(TenantAttributes.requestedDomain, domain),
            ] + owners.map { .equal("entryDN", $0) }
        )
    }
}
