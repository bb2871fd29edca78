public import DirectoryModel
public import LDAPClient

/// What Admin Pusat changes of a tenant besides its way in.
extension TenantDirectory {
    /// Makes a tenant that needs no letter, since it brings no domain: a treasury office, an agency of a shared service.
    /// Throws ``OnboardingError``: `.invalid` for a name that cannot be one, `.taken` when there is one called so.
    @discardableResult
    public func create(
        _ tenant: String,
        service: String,
        details: TenantDetails,
        as person: DistinguishedName,
        at now: Timestamp = .now
    ) async throws -> JoiningTenant {
        guard !tenant.allSatisfy(\.isWhitespace), tenant.count <= 128 else {
            throw OnboardingError(.invalid, "a tenant's name has 1 to 128 characters")
        }
        let name = name(of: tenant, service: service)
        let record = TenantRecord(time: now, who: person.description, step: .active, note: "made without a letter")
        let attributes = [
            LDAPAttribute(TenantAttributes.objectClass, "organization", TenantAttributes.tenantClass),
            LDAPAttribute(TenantAttributes.name, tenant),
            LDAPAttribute(TenantAttributes.status, TenantStatus.active.rawValue),
            LDAPAttribute(TenantAttributes.record, record.text),
        ]
        do {
            try await connection.add(name, attributes + details.attributes, controls: controls)
        } catch let error as LDAPError where error.code == .entryAlreadyExists {
            throw OnboardingError(.taken, "\(service) has a tenant called \(tenant) already")
        } catch let error as LDAPError {
            throw Self.meaning(of: error, tenant, person)
        }
        try await completeSubtree(of: name, as: person)
        guard let made = try await self.tenant(at: name) else {
            throw OnboardingError(.notAllowed, "the directory does not let \(person) see \(name)")
        }
        return made
    }

    /// Changes code and caps, provided that they still are what was read; `nil` takes one away. Throws ``OnboardingError``.
    public func change(
        _ details: TenantDetails,
        of tenant: JoiningTenant,
        as person: DistinguishedName
    ) async throws {
        let known = TenantDetails(code: tenant.code, maxAccounts: tenant.maxAccounts, maxQuota: tenant.maxQuota)
        guard details != known else { return }
        do {
            try await connection.modify(
                DistinguishedName(tenant.dn),
                details.values.map { LDAPModification(.replace, $0) },
                controls: controls + [.assertion(.and(known.values.map(Self.isStill)))]
            )
        } catch let error as LDAPError {
            throw Self.meaning(of: error, tenant.name, person)
        }
    }

    private static func isStill(_ attribute: LDAPAttribute) -> LDAPFilter {
        attribute.values.first.map { .equal(attribute.name, bytes: $0) } ?? .not(.present(attribute.name))
    }

    /// Makes an active account of the tenant one of its administrators. Throws ``OnboardingError``: `.invalid` when the tenant
    /// has no such account.
    public func appoint(
        _ address: MailAddress,
        in tenant: JoiningTenant,
        as person: DistinguishedName
    ) async throws {
        let name = try DistinguishedName(tenant.dn)
        let account = name.child("ou", "accounts").child("mail", address.text)
        let isActive: LDAPFilter = .equal("pamongAccountStatus", "active")
        let found = try await connection.entry(
            account,
            attributes: [.noAttributes],
            filter: isActive,
            controls: controls
        )
        guard found != nil else {
            throw OnboardingError(.invalid, "\(tenant.name) has no active account \(address)")
        }
        try await completeSubtree(of: name, as: person)
        try await appoint(account, in: name, person)
    }

    /// Takes a member out of a tenant's administrators; the group's placeholder stays when it was the last one. Throws
    /// ``OnboardingError`` with `.conflict` when it is none (any more).
    public func dismiss(
        _ administrator: String,
        from tenant: JoiningTenant,
        as person: DistinguishedName
    ) async throws {
        let group = try DistinguishedName(tenant.dn).child("cn", "administrators")
        let leaves = LDAPModification.delete(TenantAttributes.member, administrator)
        do {
            do {
                try await connection.modify(group, [leaves], controls: controls)
            } catch let error as LDAPError where error.code == .objectClassViolation {
                let stays = LDAPModification.add(TenantAttributes.member, nobody.description)
                try await connection.modify(group, [stays, leaves], controls: controls)
            }
        } catch let error as LDAPError {
            throw Self.meaning(of: error, group.description, person)
        }
    }
}
