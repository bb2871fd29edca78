public import DirectoryModel
public import LDAPClient

/// A tenant's domains: its own administrators keep the list, Admin Pusat confirms what stands on it.
extension TenantDirectory {
    /// Puts a domain on a tenant's list, not confirmed. Throws ``OnboardingError``: `.invalid` for what is no domain, and
    /// `.taken` when it is somebody's already.
    public func addDomain(
        _ domain: String,
        to tenant: JoiningTenant,
        as person: DistinguishedName
    ) async throws {
        let (domain, name) = try (checked(domain), DistinguishedName(tenant.dn))
        try await requireFree(domain, for: name)
        guard !tenant.domains.contains(where: { $0.name == domain }) else {
            throw OnboardingError(.conflict, "\(domain) is on the list of \(tenant.name) already")
        }
        try await add(domain, to: name, isConfirmed: false, person)
    }

    /// Confirms that a domain on the list is the tenant's: from here on mail for it is taken, and accounts may be in it.
    /// Recorded in the tenant's entry first. Throws ``OnboardingError``: `.invalid` when it is not on the list, `.conflict`
    /// when it is confirmed already.
    public func confirmDomain(
        _ domain: String,
        of tenant: JoiningTenant,
        as person: DistinguishedName,
        at now: Timestamp = .now
    ) async throws {
        let name = try DistinguishedName(tenant.dn)
        let listed = try listed(domain, in: tenant)
        guard !listed.isConfirmed else { throw OnboardingError(.conflict, "\(listed.name) is confirmed already") }
        try await requireFree(listed.name, for: name)
        try await record("confirmed \(listed.name)", on: tenant, as: person, at: now)
        try await confirmDomain(listed.name, of: name, as: person)
    }

    /// Takes a domain off a tenant's list: mail for it is no longer taken, and its accounts are set aside by the worker.
    /// Throws ``OnboardingError`` with `.invalid` when it is not on the list.
    public func removeDomain(
        _ domain: String,
        from tenant: JoiningTenant,
        as person: DistinguishedName
    ) async throws {
        let listed = try listed(domain, in: tenant)
        do {
            try await connection.delete(DistinguishedName(listed.dn), controls: controls)
        } catch let error as LDAPError {
            throw Self.meaning(of: error, listed.name, person)
        }
    }

    /// Makes a confirmed domain of one that is listed or not.
    func confirmDomain(
        _ domain: String,
        of tenant: DistinguishedName,
        as person: DistinguishedName
    ) async throws {
        let entry = tenant.child("ou", "domains").child(TenantAttributes.domain, domain)
        try await add(domain, to: tenant, isConfirmed: true, person)
        // It was listed before: only what is still this very domain, and not looked at yet.
        let isWaiting: LDAPFilter = .and([
            .equal(TenantAttributes.objectClass, TenantAttributes.domainClass),
            .equal(TenantAttributes.domain, domain), .not(.present(TenantAttributes.mxStatus)),
        ])
        do {
            try await connection.modify(
                entry,
                [.replace(TenantAttributes.mxStatus, MxStatus.pending.rawValue)],
                controls: controls + [.assertion(isWaiting)]
            )
        } catch let error as LDAPError where error.code == .assertionFailed {
            return
        } catch let error as LDAPError {
            throw Self.meaning(of: error, domain, person)
        }
    }

    private func add(
        _ domain: String,
        to tenant: DistinguishedName,
        isConfirmed: Bool,
        _ person: DistinguishedName
    ) async throws {
        let entry = tenant.child("ou", "domains").child(TenantAttributes.domain, domain)
        let status = isConfirmed ? [LDAPAttribute(TenantAttributes.mxStatus, MxStatus.pending.rawValue)] : []
        let attributes = [
            LDAPAttribute(TenantAttributes.objectClass, TenantAttributes.domainClass),
            LDAPAttribute(TenantAttributes.domain, domain),
        ]
        do {
            try await addUnlessThere(entry, attributes + status, person)
        } catch let error as LDAPError where error.code == .constraintViolation {
            throw OnboardingError(.taken, "\(domain) has become another tenant's: choose another domain")
        }
    }

    private func record(
        _ note: String,
        on tenant: JoiningTenant,
        as person: DistinguishedName,
        at now: Timestamp
    ) async throws {
        let record = TenantRecord(time: now, who: person.description, step: .domain, note: note)
        do {
            try await connection.modify(
                DistinguishedName(tenant.dn),
                [.add(TenantAttributes.record, record.text)],
                controls: controls
            )
        } catch let error as LDAPError where error.code != .attributeOrValueExists {
            throw Self.meaning(of: error, tenant.name, person)
        }
    }

    private func checked(_ domain: String) throws(OnboardingError) -> String {
        let name = DNSName.canonical(domain)
        guard JoiningRequest.isDomain(name) else {
            throw OnboardingError(.invalid, "\(domain) is not a domain name such as bandungkab.go.id")
        }
        return name
    }

    private func listed(_ domain: String, in tenant: JoiningTenant) throws(OnboardingError) -> TenantDomain {
        let name = DNSName.canonical(domain)
        guard let listed = tenant.domains.first(where: { $0.name == name }) else {
            throw OnboardingError(.invalid, "\(domain) is not on the list of \(tenant.name)")
        }
        return listed
    }
}
