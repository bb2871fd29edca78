internal import LDAPClient
internal import TenantOnboarding

extension PamongConfiguration {
    /// Lends tenants as the directory's own identity of this configuration sees them, for looking only.
    func readingTenants<Value: Sendable>(
        _ body: @Sendable (TenantDirectory) async throws -> Value
    ) async throws -> Value {
        try await LDAPConnection.withConnection(try directory.connection()) { connection in
            try await body(TenantDirectory(connection, suffix: directory.suffix))
        }
    }

    /// Lends tenants as the identity that may note what was seen in DNS, and no more of them than that.
    func notingMx<Value: Sendable>(
        _ body: @Sendable (TenantDirectory) async throws -> Value
    ) async throws -> Value {
        try await LDAPConnection.withConnection(try secondFactorConnection()) { connection in
            try await body(TenantDirectory(connection, suffix: directory.suffix))
        }
    }
}

extension OfficerOptions {
    /// Lends tenants as the signed-in person may see and write them.
    func withTenants<Value: Sendable>(
        _ configuration: PamongConfiguration,
        _ body: @Sendable (TenantDirectory, DistinguishedName) async throws -> Value
    ) async throws -> Value {
        try await signedIn(configuration) { person, connection in
            try await body(TenantDirectory(connection, suffix: configuration.directory.suffix), person)
        }
    }
}
