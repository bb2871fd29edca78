internal import DirectoryModel
internal import LDAPClient
internal import LDAPDirectory
internal import TwoFactor

/// Connections for programs: those of the portal that look tokens up, and for each program those on which everything is done
/// with its own rights. They are kept, since a program makes many requests and a sign-in of the portal costs a slow hash.
actor ClientDesk {
    private let directory: LDAPConfiguration
    private let suffix: DistinguishedName
    private let lookups: LDAPConnectionPool
    private var pools: [DistinguishedName: LDAPConnectionPool] = [:]

    /// More programs than there will be; beyond it the connections of the others are closed, and made again when needed.
    private static let mostPools = 64

    init(_ configuration: PortalConfiguration) {
        (directory, suffix) = (configuration.directory, configuration.suffix)
        lookups = LDAPConnectionPool(configuration.directory, limits: .init(maximumConnections: 2))
    }

    /// Whose token this is; `nil` when it is nobody's.
    nonisolated func holder(of token: ClientToken) async throws -> (client: APIClient, token: StoredClientToken)? {
        try await lookups.withConnection { try await ClientReader($0, suffix: suffix).holder(of: token) }
    }

    /// Lends a connection of the portal's own identity, to find out what a program's request is about. What it answers does
    /// not come from there.
    nonisolated func looking<Value: Sendable>(
        _ body: @Sendable (LDAPConnection) async throws -> Value
    ) async throws -> Value {
        try await lookups.withConnection { try await body($0) }
    }

    /// The entries that have one of these addresses, as primary one or alias, wherever they are.
    nonisolated func holders(of addresses: [String]) async throws -> [EntryUUID?] {
        let search = LDAPSearch(
            base: suffix.child("ou", "services"),
            filter: .or(addresses.flatMap { [.equal("mail", $0), .equal("mailLocalAddress", $0)] }),
            attributes: ["entryUUID"],
            references: .ignore
        )
        let found = try await lookups.withConnection { try await $0.entries(search) }
        return found.map { $0.string(of: "entryUUID").flatMap { EntryUUID($0) } }
    }

    /// Lends a connection on which everything is done with a program's own rights (RFC 4370).
    nonisolated func acting<Value: Sendable>(
        as client: DistinguishedName,
        _ body: @Sendable (LDAPConnection) async throws -> Value
    ) async throws -> Value {
        try await pool(of: client).withConnection { try await body($0) }
    }

    private func pool(of client: DistinguishedName) async -> LDAPConnectionPool {
        if let pool = pools[client] { return pool }
        let idle = pools.count >= Self.mostPools ? pools.filter { $0.value.usage.leases == 0 } : [:]
        for name in idle.keys { pools[name] = nil }
        var directory = directory
        directory.authorization = client
        let pool = LDAPConnectionPool(directory)
        pools[client] = pool
        for idle in idle.values { await idle.close() }
        return pool
    }
}
