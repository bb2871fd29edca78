public import DirectoryModel
public import LDAPClient

/// Tenants in the directory, seen and written over one person's own connection, or over a service's in a person's name by
/// proxied authorization (RFC 4370). What may be seen and done is the directory's to say, never decided here.
public struct TenantDirectory: Sendable {
    let connection: LDAPConnection
    let suffix: DistinguishedName
    let controls: [LDAPControl]

    /// `controls` go with every operation, such as proxied authorization.
    public init(_ connection: LDAPConnection, suffix: DistinguishedName, controls: [LDAPControl] = []) {
        (self.connection, self.suffix, self.controls) = (connection, suffix, controls)
    }

    var services: DistinguishedName { suffix.child("ou", "services") }

    /// The name a tenant of a service has.
    public func name(of tenant: String, service: String) -> DistinguishedName {
        services.child("cn", service).child(TenantAttributes.name, tenant)
    }
}

// MARK: - Looking

extension TenantDirectory {
    /// All tenants, of one service or of all, by service and name. Their administrators are not read.
    public func tenants(service: String? = nil) async throws -> [JoiningTenant] {
        let base = service.map { services.child("cn", $0) } ?? services
        var tenants = try await found(.equal(TenantAttributes.objectClass, TenantAttributes.tenantClass), below: base)
        var domains: [DistinguishedName: [TenantDomain]] = [:]
        for entry in try await search(base, .subtree, Self.isDomain, TenantAttributes.ofDomain) {
            guard let owner = try entry.distinguishedName().parent?.parent, let domain = TenantDomain(entry) else {
                continue
            }
            domains[owner, default: []].append(domain)
        }
        for index in tenants.indices {
            tenants[index].domains = try domains[DistinguishedName(tenants[index].dn)] ?? []
        }
        return tenants.sorted { ($0.service, $0.name) < ($1.service, $1.name) }
    }

    /// The one tenant with this name, code or domain, with everything. Throws ``OnboardingError`` with `.noSuchTenant` or
    /// `.ambiguous`.
    public func tenant(_ word: String, service: String? = nil) async throws -> JoiningTenant {
        let base = service.map { services.child("cn", $0) } ?? services
        let isCalled: LDAPFilter = .or([
            .equal(TenantAttributes.name, word), .equal(TenantAttributes.code, word),
            .equal(TenantAttributes.requestedDomain, word),
        ])
        let isTenant: LDAPFilter = .equal(TenantAttributes.objectClass, TenantAttributes.tenantClass)
        let found = try await found(.and([isTenant, isCalled]), below: base)
        guard let tenant = found.first else {
            throw OnboardingError(.noSuchTenant, "no tenant is called \(word), by name, code or requested domain")
        }
        guard found.count == 1 else {
            let names = found.map { "\($0.name) of \($0.service)" }.joined(separator: ", ")
            throw OnboardingError(
                .ambiguous,
                "more than one tenant is called \(word): \(names); name the service, or use the code"
            )
        }
        return try await completed(tenant)
    }

    /// The tenant with this very name; `nil` when there is none.
    public func tenant(at name: DistinguishedName) async throws -> JoiningTenant? {
        guard let entry = try await connection.entry(name, attributes: TenantAttributes.all, controls: controls) else {
            return nil
        }
        return try await completed(JoiningTenant(entry))
    }

    /// Reads what stands below a tenant's own entry.
    private func completed(_ tenant: JoiningTenant) async throws -> JoiningTenant {
        var tenant = tenant
        let name = try DistinguishedName(tenant.dn)
        let domains = name.child("ou", "domains")
        if try await connection.entry(domains, attributes: [.noAttributes], controls: controls) != nil {
            tenant.domains = try await search(domains, .oneLevel, Self.isDomain, TenantAttributes.ofDomain)
                .compactMap(TenantDomain.init).sorted { $0.name < $1.name }
        }
        let group = name.child("cn", "administrators")
        let members = try await connection.entry(group, attributes: [TenantAttributes.member], controls: controls)
        tenant.administrators = (members?.strings(of: TenantAttributes.member) ?? []).filter {
            (try? DistinguishedName($0)) != nobody
        }
        return tenant
    }

    private func found(_ filter: LDAPFilter, below base: DistinguishedName) async throws -> [JoiningTenant] {
        try await search(base, .subtree, filter, TenantAttributes.all).map { try JoiningTenant($0) }
    }

    func search(
        _ base: DistinguishedName,
        _ scope: LDAPSearch.Scope,
        _ filter: LDAPFilter,
        _ attributes: [AttributeName]
    ) async throws -> [LDAPEntry] {
        var entries: [LDAPEntry] = []
        var cookie: [UInt8]? = []
        // In pages: a plain search may end at the server's limit.
        while let current = cookie {
            let search = LDAPSearch(
                base: base,
                scope: scope,
                filter: filter,
                attributes: attributes,
                references: .ignore,
                controls: controls + [.pagedResults(size: 500, cookie: current)]
            )
            let results = try await connection.search(search)
            for try await entry in results { entries.append(entry) }
            cookie = try results.response?.nextPageCookie()
        }
        return entries
    }

    /// A group needs a member; this one is nobody.
    var nobody: DistinguishedName { suffix.child("ou", "system").child("cn", "nobody") }

    private static let isDomain: LDAPFilter = .equal(TenantAttributes.objectClass, TenantAttributes.domainClass)
}

// MARK: - Steps

extension TenantDirectory {
    /// Takes one step: one modify, provided that the tenant still stands where it was read. Not for
    /// ``JoiningEvent/requested(_:)`` of a new tenant and ``JoiningEvent/credentialsIssued(_:)``, which have more to write.
    ///
    /// Throws ``OnboardingError``, and `LDAPError` when the directory could not be asked.
    @discardableResult
    public func take(
        _ event: JoiningEvent,
        on tenant: JoiningTenant,
        as person: DistinguishedName,
        at now: Timestamp = .now
    ) async throws -> StepChange {
        let change = try tenant.change(for: event, by: person.description, at: now)
        do {
            try await connection.modify(
                DistinguishedName(tenant.dn),
                change.modifications,
                controls: controls + [.assertion(change.assumption)]
            )
        } catch let error as LDAPError {
            throw Self.meaning(of: error, tenant.name, person)
        }
        return change
    }

    /// What the directory's answer means to the person.
    static func meaning(of error: LDAPError, _ what: String, _ person: DistinguishedName) -> any Error {
        switch error.code {
        case .assertionFailed, .noSuchAttribute, .attributeOrValueExists:
            OnboardingError(.conflict, "somebody else changed \(what) at the same moment; nothing was done: look again")
        // slapd says so when one may not even see the entry.
        case .insufficientAccessRights, .noSuchObject:
            OnboardingError(.notAllowed, "the directory does not let \(person) do this to \(what)")
        default: error
        }
    }
}
