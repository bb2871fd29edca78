internal import DirectoryModel
internal import LDAPClient
internal import LDAPDirectory

extension Desk {
    /// Who administers, as the directory says now. For everybody else these pages do not exist: throws
    /// ``Detour/notFound``, and what ``account(_:forActivation:)`` throws.
    func administrator(_ context: PortalContext) async throws -> Administrator {
        let account = try await account(context)
        guard let administrator = try await administrator(account) else { throw Detour.notFound }
        return administrator
    }

    /// The same for an account whose owner has just signed in; `nil` when they administer nothing.
    func administrator(_ account: SecondFactorEntry) async throws -> Administrator? {
        let name = try DistinguishedName(account.dn)
        let (service, tenant) = account.place
        let home = TenantName(service: service, tenant: tenant)
        let tenantEntry = tenant.isEmpty ? nil : home.entry(in: configuration.suffix)
        let role = try await acting(as: name) { connection in
            try await AdministratorSignIn.role(
                of: name,
                tenant: tenantEntry,
                suffix: configuration.suffix,
                on: connection
            )
        }
        let scope: Administrator.Scope? =
            switch role {
            case .headOffice: .headOffice
            case .tenant: .tenant(home)
            case .nobody: nil
            }
        return scope.map {
            Administrator(address: account.address, uuid: account.uuid, name: name, scope: $0)
        }
    }

    /// Lends a connection on which everything is done with somebody's own rights (RFC 4370). One connection for one
    /// person: nothing can be done in another's name by mistake.
    func acting<Value: Sendable>(
        as person: DistinguishedName,
        _ body: @Sendable (LDAPConnection) async throws -> Value
    ) async throws -> Value {
        var directory = configuration.directory
        directory.authorization = person
        return try await LDAPConnection.withConnection(directory) { try await body($0) }
    }

    /// The same for an administrator.
    func acting<Value: Sendable>(
        as administrator: Administrator,
        _ body: @Sendable (LDAPConnection) async throws -> Value
    ) async throws -> Value {
        try await acting(as: administrator.name, body)
    }
}
