public import DirectoryModel
public import LDAPClient

extension TenantDirectory {
    /// Records a letter of request and makes the tenant with its lists of domains, accounts and administrators.
    ///
    /// Can be done again after it was interrupted: the same letter finishes what is missing. The domain is reserved for the
    /// tenant and not taken mail for yet. Throws ``OnboardingError``: `.taken` when tenant or domain is another one's, and
    /// `.outOfOrder` when the tenant is on its way already.
    @discardableResult
    public func request(
        _ request: JoiningRequest,
        tenant: String,
        service: String,
        details: TenantDetails = TenantDetails(),
        as person: DistinguishedName,
        at now: Timestamp = .now
    ) async throws -> JoiningTenant {
        let name = name(of: tenant, service: service)
        try await requireFree(request.domain, for: name)
        if let there = try await self.tenant(at: name) {
            if !there.isAbout(request) { try await take(.requested(request), on: there, as: person, at: now) }
        } else {
            try await add(name, request, details, person, now)
        }
        try await completeSubtree(of: name, as: person)
        guard let made = try await self.tenant(at: name) else {
            throw OnboardingError(.notAllowed, "the directory does not let \(person) see \(name)")
        }
        return made
    }

    private func add(
        _ name: DistinguishedName,
        _ request: JoiningRequest,
        _ details: TenantDetails,
        _ person: DistinguishedName,
        _ now: Timestamp
    ) async throws {
        let title = name.rdn?.value ?? ""
        guard !title.isEmpty, title.count <= 128 else {
            throw OnboardingError(.invalid, "a tenant's name has 1 to 128 characters")
        }
        // The rules of the first step hold for a new tenant as for one that comes back.
        let absent = JoiningTenant(
            dn: name.description,
            name: title,
            service: name.parent?.rdn?.value ?? "",
            status: .left
        )
        let change = try absent.change(for: .requested(request), by: person.description, at: now)
        let attributes =
            [
                LDAPAttribute(TenantAttributes.objectClass, "organization", TenantAttributes.tenantClass),
                LDAPAttribute(TenantAttributes.name, title),
                LDAPAttribute(TenantAttributes.status, change.status.rawValue),
                LDAPAttribute(TenantAttributes.record, change.record.text),
            ] + request.attributes + details.attributes
        do {
            try await connection.add(name, attributes, controls: controls)
        } catch let error as LDAPError where error.code == .entryAlreadyExists {
            throw OnboardingError(.conflict, "somebody else made \(title) at the same moment: look again")
        } catch let error as LDAPError {
            throw Self.meaning(of: error, title, person)
        }
    }

    /// Makes what is missing of a tenant's subtree; what is there stays as it is.
    func completeSubtree(of tenant: DistinguishedName, as person: DistinguishedName) async throws {
        for list in ["accounts", "domains"] {
            let attributes = [
                LDAPAttribute(TenantAttributes.objectClass, "organizationalUnit"), LDAPAttribute("ou", list),
            ]
            try await addUnlessThere(tenant.child("ou", list), attributes, person)
        }
        let group = [
            LDAPAttribute(TenantAttributes.objectClass, "groupOfNames"), LDAPAttribute("cn", "administrators"),
            LDAPAttribute(TenantAttributes.member, nobody.description),
        ]
        try await addUnlessThere(tenant.child("cn", "administrators"), group, person)
    }

    func addUnlessThere(
        _ name: DistinguishedName,
        _ attributes: [LDAPAttribute],
        _ person: DistinguishedName
    ) async throws {
        do {
            try await connection.add(name, attributes, controls: controls)
        } catch let error as LDAPError where error.code == .entryAlreadyExists {
            return
        } catch let error as LDAPError {
            throw Self.meaning(of: error, name.description, person)
        }
    }

    /// A domain belongs to one tenant or service, from its letter on.
    func requireFree(_ domain: String, for tenant: DistinguishedName) async throws {
        let isWanted: LDAPFilter = .and([
            .equal(TenantAttributes.requestedDomain, domain), .not(.equal(TenantAttributes.status, "left")),
        ])
        let filter: LDAPFilter = .or([.equal(TenantAttributes.domain, domain), isWanted])
        for entry in try await search(services, .subtree, filter, [.noAttributes]) {
            let name = try entry.distinguishedName()
            guard name == tenant || name.isDescendant(of: tenant) else {
                throw OnboardingError(.taken, "\(domain) belongs to \(entry.dn) already")
            }
        }
    }
}

/// What else is known of a new tenant.
public struct TenantDetails: Hashable, Sendable {
    /// The number or short name the administration knows it by.
    public var code: String?
    /// How many accounts it may have.
    public var maxAccounts: Int?
    /// How large a mailbox may be, in bytes.
    public var maxQuota: Int64?

    /// Nothing, unless said.
    public init(code: String? = nil, maxAccounts: Int? = nil, maxQuota: Int64? = nil) {
        (self.code, self.maxAccounts, self.maxQuota) = (code, maxAccounts, maxQuota)
    }

    /// Every attribute, with no value where there is none.
    var values: [LDAPAttribute] {
        [
            (TenantAttributes.code, code), (TenantAttributes.maxAccounts, maxAccounts.map(String.init)),
            (TenantAttributes.maxQuota, maxQuota.map(String.init)),
        ].map { name, value in LDAPAttribute(name, bytes: value.map { [Array($0.utf8)] } ?? []) }
    }

    var attributes: [LDAPAttribute] { values.filter { !$0.values.isEmpty } }
}

extension JoiningTenant {
    /// Whether this letter was recorded before, so that only the rest is to be made.
    fileprivate func isAbout(_ request: JoiningRequest) -> Bool {
        status == .requested && letterNumber == request.letterNumber && requestedDomain == request.domain
    }
}
