import Foundation
import LDAPClient
import LocalStack
import Testing

/// The portal does with somebody's rights (RFC 4370) exactly what they could do themselves.
@Suite struct `Acting for somebody` {
    @Test(arguments: Requester.allCases.filter { $0.account != nil })
    func `the portal may what the person may, row by row`(_ person: Requester) async throws {
        let account = try #require(person.account)
        let rows = [Rows.reading, Rows.accountChanges, Rows.tree, Rows.secondFactor, Rows.reset].joined()
        try await asPortal(actingFor: account) { connection in
            let name = try DistinguishedName(account)
            #expect(try await connection.whoAmI().lowercased() == "dn:\(name.normalized)")
            for row in rows {
                let outcome = try await row.attempt.outcome(on: connection)
                #expect(outcome == (row.allowed.contains(person) ? .allowed : .refused), "\(row.what)")
            }
        }
    }

    @Test(arguments: [
        "cn=admin,\(Places.suffix)", "cn=worker,ou=system,\(Places.suffix)", "cn=gate,ou=system,\(Places.suffix)",
        "cn=replicator,ou=system,\(Places.suffix)", "cn=administrators,\(Places.suffix)", Places.suffix, Places.bandung,
        "mail=x@y.go.id,ou=accounts,o=z,cn=w,\(Places.suffix)",
    ])
    func `the portal acts as nobody but accounts`(_ name: String) async throws {
        await expectRefusal { try await asPortal(actingFor: name) { _ = try await $0.whoAmI() } }
    }

    @Test func `an account acts as nobody else, an administrator neither`() async throws {
        for person in [Requester.tenantAdministrator, .headquarters] {
            await expectRefusal {
                try await AccessRulesDirectory.shared.asking(as: person) { connection in
                    _ = try await connection.extended(
                        "1.3.6.1.4.1.4203.1.11.3",
                        controls: [.proxiedAuthorization(as: DistinguishedName("cn=admin,\(Places.suffix)"))]
                    )
                }
            }
        }
    }

    @Test(arguments: Requester.allCases, ["authzTo", "authzFrom"] as [AttributeName])
    func `nobody lets anybody act as somebody`(_ person: Requester, _ attribute: AttributeName) async throws {
        let targets = [
            "cn=portal,ou=system,\(Places.suffix)", Places.account("siti", Places.bandung), Places.bandung,
        ]
        for target in targets {
            let grant = LDAPModification.add(attribute, "dn.regex:.*")
            let outcome = try await AccessRulesDirectory.shared.asking(as: person) {
                try await AccessAttempt.modify(target, [grant]).outcome(on: $0)
            }
            #expect(outcome == .refused, "\(target)")
        }
    }

    private func expectRefusal(_ body: () async throws -> Void) async {
        await #expect { try await body() } throws: { error in
            // RFC 4370 section 3: authorizationDenied (123), which slapd also says as "insufficient access" for some names.
            guard let code = (error as? LDAPError)?.code.rawValue else { return false }
            return [123, 50].contains(code)
        }
    }

    private func asPortal(
        actingFor name: String,
        _ body: @Sendable (LDAPConnection) async throws -> Void
    ) async throws {
        let server = try await AccessRulesDirectory.shared.server()
        let password = LDAPSecret(bytes: try Data(contentsOf: server.passwordFile(of: .portal)))
        let address = try #require(LDAPServer(uri: server.uri))
        try await LDAPConnection.withConnection(
            LDAPConfiguration(
                server: address,
                authentication: .simple(DistinguishedName(server.dn(of: .portal)), password),
                authorization: DistinguishedName(name)
            )
        ) { try await body($0) }
    }
}
