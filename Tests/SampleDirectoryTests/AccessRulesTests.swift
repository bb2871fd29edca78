import LDAPClient
import LocalStack
import Testing

/// A row of the matrix: what is tried, and who may. Everybody else must be refused.
struct AccessRow: Sendable, CustomTestStringConvertible {
    let what: String
    let attempt: AccessAttempt
    let allowed: Set<Requester>

    init(_ what: String, _ attempt: AccessAttempt, _ allowed: Set<Requester>) {
        self.what = what
        self.attempt = attempt
        self.allowed = allowed
    }

    var testDescription: String { what }
}

private func expect(_ row: AccessRow, _ requester: Requester) async throws {
    let outcome = try await AccessRulesDirectory.shared.asking(as: requester) {
        try await row.attempt.outcome(on: $0)
    }
    #expect(outcome == (row.allowed.contains(requester) ? .allowed : .refused))
}

@Suite struct `Access rules` {
    @Test(arguments: Rows.reading, Requester.allCases)
    func `what one sees`(_ row: AccessRow, _ requester: Requester) async throws {
        try await expect(row, requester)
    }

    @Test(arguments: Rows.accountChanges, Requester.allCases)
    func `who changes accounts`(_ row: AccessRow, _ requester: Requester) async throws {
        try await expect(row, requester)
    }

    @Test(arguments: Rows.tree, Requester.allCases)
    func `who changes tenants, groups, domains and services`(_ row: AccessRow, _ requester: Requester) async throws {
        try await expect(row, requester)
    }

    @Test(arguments: Rows.secondFactor, Requester.allCases)
    func `who changes second factors`(_ row: AccessRow, _ requester: Requester) async throws {
        try await expect(row, requester)
    }

    @Test(arguments: Rows.reset, Requester.allCases)
    func `who asks for a second factor to be taken away, and who ends sessions`(
        _ row: AccessRow,
        _ requester: Requester
    ) async throws {
        try await expect(row, requester)
    }

    @Test(arguments: ["siti", "baru", "lama"], ["gate", "public", "manager"])
    func `an account signs in on the gate's listener only, and only while it is active`(
        local: String,
        listener: String
    ) async throws {
        let server = try await AccessRulesDirectory.shared.server()
        let uri = ["gate": server.gateURI, "public": server.uri, "manager": server.adminURI][listener]
        let name = try DistinguishedName(Places.account(local, Places.bandung))
        let configuration = LDAPConfiguration(
            server: try #require(uri.flatMap { LDAPServer(uri: $0) }),
            authentication: .simple(name, LDAPSecret(AccessRulesDirectory.password))
        )
        if local == "siti", listener == "gate" {
            try await LDAPConnection.withConnection(configuration) { _ in }
        } else {
            let error = await #expect(throws: LDAPError.self) {
                try await LDAPConnection.withConnection(configuration) { _ in }
            }
            #expect(error?.code == .invalidCredentials)
        }
    }

    @Test(arguments: ServiceIdentity.allCases)
    func `a service identity signs in on every listener`(_ identity: ServiceIdentity) async throws {
        let server = try await AccessRulesDirectory.shared.server()
        for uri in [server.uri, server.gateURI] {
            let found = try await server.search("(objectClass=*)", scope: "base", as: .identity(identity))
            #expect(found.contains("dn: \(Places.suffix)"), "\(uri)")
        }
    }
}
