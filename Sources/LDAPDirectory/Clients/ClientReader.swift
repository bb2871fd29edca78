internal import DirectoryModel
public import LDAPClient
public import TwoFactor

/// Looks programs up, over a connection of the portal's identity, which alone sees what is stored of tokens.
public struct ClientReader: Sendable {
    let connection: LDAPConnection
    let suffix: DistinguishedName

    /// `connection` is signed in as the portal's service identity.
    public init(_ connection: LDAPConnection, suffix: DistinguishedName) {
        (self.connection, self.suffix) = (connection, suffix)
    }

    /// Where programs' entries stand.
    static func container(_ suffix: DistinguishedName) -> DistinguishedName { suffix.child("ou", "clients") }

    /// Whose token this is, whether or not its time is over; `nil` when it is nobody's. Throws `LDAPError`, and
    /// `TwoFactorError` for a stored value that cannot be read.
    public func holder(of token: ClientToken) async throws -> (client: APIClient, token: StoredClientToken)? {
        let beginning = StoredClientToken.beginning(ofID: token.id)
        let found = try await clients(.substrings(APIClient.token, initial: beginning))
        for client in found {
            for stored in client.tokens where stored.id == token.id {
                if try stored.isOf(token) { return (try await completed(client), stored) }
            }
        }
        return nil
    }

    /// The program of this name; `nil` when there is none.
    public func client(_ name: String) async throws -> APIClient? {
        guard let client = try await clients(.equal("cn", name)).first else { return nil }
        return try await completed(client)
    }

    /// All programs, by name.
    public func all() async throws -> [APIClient] {
        var clients: [APIClient] = []
        for client in try await self.clients(.present("cn")) { clients.append(try await completed(client)) }
        return clients.sorted { $0.name < $1.name }
    }

    private func clients(_ filter: LDAPFilter) async throws -> [APIClient] {
        let search = LDAPSearch(
            base: Self.container(suffix),
            scope: .oneLevel,
            filter: .and([.equal("objectClass", APIClient.objectClass), filter]),
            attributes: APIClient.attributes,
            references: .ignore
        )
        do {
            return try await connection.entries(search).map { try APIClient($0) }
        } catch let error as LDAPError where error.code == .noSuchObject {
            // A directory from before there were programs.
            return []
        }
    }

    /// Adds what the groups say.
    private func completed(_ client: APIClient) async throws -> APIClient {
        var client = client
        let search = LDAPSearch(
            base: suffix.child("ou", "services"),
            filter: .and([.equal("objectClass", "groupOfNames"), .equal("member", client.dn.description)]),
            attributes: [.noAttributes],
            references: .ignore
        )
        for group in try await connection.entries(search) {
            let name = try group.distinguishedName()
            guard let right = name.rdn.flatMap({ APIClient.Right(rawValue: $0.value.lowercased()) }),
                let scope = name.parent.flatMap({ ClientScope($0, in: suffix) })
            else { continue }
            switch right {
            case .writes: client.writes.insert(scope)
            case .reads: client.reads.insert(scope)
            }
        }
        return client
    }
}
