public import DirectoryModel
public import LDAPClient
internal import TwoFactor

extension TenantDirectory {
    /// Issues the administrator's credentials: records the step, makes the tenant's domain and the account, puts it into the
    /// tenant's group and gives it a one-time password, which the caller shows once and nobody keeps.
    ///
    /// The step is claimed first, so of two officers at once one goes on. What is interrupted after that is finished by
    /// issuing again, which also replaces a password that got lost. `host` is the mail host of a new account. Throws
    /// ``OnboardingError``: `.taken` when the domain or the address is somebody's already.
    public func issueCredentials(
        for address: MailAddress,
        host: String,
        on tenant: JoiningTenant,
        as person: DistinguishedName,
        at now: Timestamp = .now
    ) async throws -> OneTimePassword {
        let name = try DistinguishedName(tenant.dn)
        let account = name.child("ou", "accounts").child("mail", address.text)
        // Before anything is written; the directory itself sees to what comes in between.
        _ = try tenant.change(for: .credentialsIssued(address), by: person.description, at: now)
        try await requireFree(String(address.domain), for: name)
        try await requireFree(address, for: account, of: tenant)
        try await take(.credentialsIssued(address), on: tenant, as: person, at: now)
        try await completeSubtree(of: name, as: person)
        try await confirmDomain(String(address.domain), of: name, as: person)
        try await appoint(account, in: name, person)
        try await addAccount(account, address, host, tenant, person, now)
        return try await givePassword(to: account, address, person)
    }

    /// An address that exists may only be that of an administrator of this tenant, made by an earlier try.
    private func requireFree(_ address: MailAddress, for account: DistinguishedName, of tenant: JoiningTenant)
        async throws
    {
        let filter: LDAPFilter = .or([.equal("mail", address.text), .equal("mailLocalAddress", address.text)])
        let members = try tenant.administrators.map { try DistinguishedName($0) }
        for entry in try await search(services, .subtree, filter, [.noAttributes]) {
            let name = try entry.distinguishedName()
            guard name == account, members.contains(name) else {
                throw OnboardingError(
                    .taken,
                    "\(address) is in use at \(entry.dn): choose an address for the administrator alone"
                )
            }
        }
    }

    /// Before the account is there, so that an account that is there and not a member is never ours to take over.
    func appoint(
        _ account: DistinguishedName,
        in tenant: DistinguishedName,
        _ person: DistinguishedName
    ) async throws {
        let group = tenant.child("cn", "administrators")
        let changes: [(LDAPModification, LDAPResultCode)] = [
            (.add(TenantAttributes.member, account.description), .attributeOrValueExists),
            (.delete(TenantAttributes.member, nobody.description), .noSuchAttribute),
        ]
        for (change, isDoneAlready) in changes {
            do {
                try await connection.modify(group, [change], controls: controls)
            } catch let error as LDAPError where error.code == isDoneAlready {
                continue
            } catch let error as LDAPError {
                throw Self.meaning(of: error, group.description, person)
            }
        }
    }

    private func addAccount(
        _ account: DistinguishedName,
        _ address: MailAddress,
        _ host: String,
        _ tenant: JoiningTenant,
        _ person: DistinguishedName,
        _ now: Timestamp
    ) async throws {
        let called = tenant.namedAdministrator ?? address.text
        let attributes = [
            LDAPAttribute(TenantAttributes.objectClass, "inetOrgPerson", "inetLocalMailRecipient", "pamongAccount"),
            LDAPAttribute("mail", address.text), LDAPAttribute("cn", called), LDAPAttribute("sn", called),
            LDAPAttribute("mailHost", host), LDAPAttribute("pamongAccountStatus", "active"),
            LDAPAttribute("pamongRegisteredTime", now.generalizedTime),
        ]
        do {
            try await addUnlessThere(account, attributes, person)
        } catch let error as LDAPError where error.code == .constraintViolation {
            throw OnboardingError(.taken, "\(address) cannot be an account: it is in use, or not an allowed address")
        }
    }

    /// By the extended operation, so that the password goes from one wiped memory to the other (RFC 3062).
    private func givePassword(
        to account: DistinguishedName,
        _ address: MailAddress,
        _ person: DistinguishedName
    ) async throws -> OneTimePassword {
        let password = try OneTimePassword()
        let secret = password.shown.withBytes { LDAPSecret(bytes: $0) }
        do {
            try await connection.modifyPassword(of: account, to: secret, controls: controls)
        } catch let error as LDAPError {
            throw Self.meaning(of: error, address.text, person)
        }
        return password
    }
}
