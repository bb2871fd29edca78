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
        try await AccessRulesDirectory.shared.asPortal(actingFor: account) { connection in
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
        "mail=x@y.go.id,ou=accounts,o=z,cn=w,\(Places.suffix)", "ou=clients,\(Places.suffix)",
        "cn=registrars,\(Places.bandung)", "cn=x,cn=registrar,ou=clients,\(Places.suffix)",
    ])
    func `the portal acts as nobody but accounts and programs`(_ name: String) async throws {
        await expectRefusal {
            try await AccessRulesDirectory.shared.asPortal(actingFor: name) { _ = try await $0.whoAmI() }
        }
    }

    @Test(arguments: ["cn=worker,ou=system", "cn=gate,ou=system", "cn=dovecot,ou=system"])
    func `no other service identity acts as a program`(_ name: String) async throws {
        let identity = try #require(Requester.allCases.first { name.hasPrefix("cn=\($0.rawValue),") })
        await expectRefusal {
            try await AccessRulesDirectory.shared.asking(as: identity) { connection in
                _ = try await connection.extended(
                    "1.3.6.1.4.1.4203.1.11.3",
                    controls: [.proxiedAuthorization(as: DistinguishedName(Places.program("registrar")))]
                )
            }
        }
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
}
