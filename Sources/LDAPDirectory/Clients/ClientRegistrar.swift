public import DirectoryModel
public import LDAPClient
public import TwoFactor

/// Makes programs, and gives and takes their rights and tokens. Everything is written over the connection of the person who
/// decides; only what is stored of tokens is looked at over the portal's.
public struct ClientRegistrar: Sendable {
    private let connection: LDAPConnection
    private let reader: ClientReader

    /// `connection` is the person's own.
    public init(_ connection: LDAPConnection, reader: ClientReader) {
        (self.connection, self.reader) = (connection, reader)
    }

    /// Makes a program that may do something in a scope; one that is there already gets the scope besides. Throws
    /// ``ClientError``, and `LDAPError` when the directory could not be asked.
    public func add(
        _ name: String,
        about: String? = nil,
        contact: String? = nil,
        _ right: APIClient.Right,
        in scope: ClientScope
    ) async throws {
        guard name.wholeMatch(of: /[A-Za-z0-9]([A-Za-z0-9.\-]{0,62}[A-Za-z0-9])?/) != nil else {
            throw ClientError.badName(name)
        }
        guard try await connection.entry(scope.entry(in: reader.suffix), attributes: [.noAttributes]) != nil else {
            throw ClientError.noSuchScope(scope)
        }
        let client = ClientReader.container(reader.suffix).child("cn", name)
        try await addUnlessThere(
            client,
            [LDAPAttribute("objectClass", "applicationProcess", APIClient.objectClass), LDAPAttribute("cn", name)]
                + [("description", about), (APIClient.contactAttribute, contact)].compactMap { attribute, value in
                    value.map { LDAPAttribute(attribute, $0) }
                }
        )
        try await join(client, right, scope)
    }

    private func join(_ client: DistinguishedName, _ right: APIClient.Right, _ scope: ClientScope) async throws {
        let group = scope.entry(in: reader.suffix).child("cn", right.rawValue)
        try await addUnlessThere(
            group,
            [
                LDAPAttribute("objectClass", "groupOfNames"), LDAPAttribute("cn", right.rawValue),
                LDAPAttribute("member", client.description),
            ]
        )
        do {
            try await write(group.description) {
                try await $0.modify(group, [.add("member", client.description)])
            }
        } catch ClientError.conflict {
            return  // It is a member already.
        }
    }

    private func addUnlessThere(_ name: DistinguishedName, _ attributes: [LDAPAttribute]) async throws {
        do {
            try await write(name.description) { try await $0.add(name, attributes) }
        } catch let error as LDAPError where error.code == .entryAlreadyExists {
            return
        }
    }

    // MARK: - Tokens

    /// Gives a program another token, beside the one it has. What is answered is shown once and kept by nobody.
    public func issueToken(
        to name: String,
        lifetime: Duration = StoredClientToken.defaultLifetime,
        now: Timestamp = .now
    ) async throws -> (token: ClientToken, stored: StoredClientToken) {
        let client = try await client(name)
        let over = client.tokens.filter { $0.expires <= now }
        guard client.tokens.count - over.count < StoredClientToken.limit else { throw ClientError.tooManyTokens(name) }
        let token = try ClientToken()
        let stored = try StoredClientToken(of: token, now: now, lifetime: lifetime)
        try await change(client, over.map { .delete(APIClient.token, $0.text) } + [.add(APIClient.token, stored.text)])
        return (token, stored)
    }

    /// Takes one of a program's tokens, or all of them; from the next request on they are refused. Answers how many.
    public func revoke(_ id: String? = nil, of name: String) async throws -> Int {
        let client = try await client(name)
        let chosen = client.tokens.filter { id == nil || $0.id == id }
        if let id, chosen.isEmpty { throw ClientError.noSuchToken(id, of: name) }
        if !chosen.isEmpty { try await change(client, chosen.map { .delete(APIClient.token, $0.text) }) }
        return chosen.count
    }

    private func client(_ name: String) async throws -> APIClient {
        guard let client = try await reader.client(name) else { throw ClientError.noSuchClient(name) }
        return client
    }

    private func change(_ client: APIClient, _ changes: [LDAPModification]) async throws {
        do {
            try await write(client.name) { try await $0.modify(client.dn, changes) }
        } catch let error as LDAPError where error.code == .constraintViolation {
            throw ClientError.tooManyTokens(client.name)
        }
    }

    /// Says what the directory's answers mean to the person.
    private func write(_ what: String, _ body: (LDAPConnection) async throws -> Void) async throws {
        do {
            try await body(connection)
        } catch let error as LDAPError {
            switch error.code {
            case .insufficientAccessRights, .noSuchObject: throw ClientError.notAllowed(what)
            case .noSuchAttribute, .attributeOrValueExists: throw ClientError.conflict(what)
            default: throw error
            }
        }
    }
}
