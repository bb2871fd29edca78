import Foundation
import LocalStack
import SampleDirectory
import Testing

@Suite struct `The sample in a real slapd` {
    private static func withServer(_ body: (SlapdServer) async throws -> Void) async throws {
        var options = SlapdOptions()
        options.isDurable = false
        let folder = try StackFolder()
        defer { folder.remove() }
        let server = try await SlapdServer.prepare(options, in: folder, share: ShareFolder.find())
        do {
            try await body(server)
            await server.stop()
        } catch {
            await server.stop()
            throw error
        }
    }

    private static let sample = SampleDirectory(
        scale: .small,
        passwordHash: "{SSHA}q83vEjRWeJASNFZ4kBI0VniQEjRWeJAS"
    )

    private static func ldif() -> String {
        var text = ""
        sample.writeLDIF(to: &text)
        return text
    }

    @Test func `the small sample loads offline and counts as expected`() async throws {
        try await Self.withServer { server in
            try await server.load(Self.ldif())
            try await server.start()
            try await server.modify(Self.sample.administratorsChange)
            for figures in Self.sample.expectedFigures {
                let base = "cn=\(figures.service),ou=services,\(server.options.suffix)"
                func count(_ filter: String) async throws -> Int {
                    let found = try await server.search(filter, base: base, attributes: ["1.1"])
                    return found.split(separator: "\n").count { $0.hasPrefix("dn:") }
                }
                let open = "(objectClass=pamongAccount)(!(pamongAccountStatus=closed))"
                #expect(try await count("(objectClass=pamongTenant)") == figures.tenants)
                #expect(try await count("(&\(open))") == figures.accounts)
                #expect(try await count("(&\(open)(pamongRegisteredTime=*))") == figures.registered)
                #expect(try await count("(pamongAccountStatus=blocked)") == figures.blocked)
                #expect(try await count("(pamongTwoFactorSince=*)") == figures.twoFactor)
            }
            let group = try await server.search(
                "(cn=administrators)",
                base: "cn=administrators,\(server.options.suffix)"
            )
            #expect(group.contains("member: \(Self.sample.headquarters.distinguishedName)\n"))
        }
    }

    @Test func `every entry keeps the rules that the overlays check`() async throws {
        try await Self.withServer { server in
            try await server.start()
            try await server.modify(Self.ldif())
            let accounts = try await server.search("(objectClass=pamongAccount)", attributes: ["1.1"])
            #expect(accounts.split(separator: "\n").count { $0.hasPrefix("dn:") } == 2_000)
        }
    }
}
