import Foundation
import LocalStack
import SampleDirectory
import Testing

@Suite struct Replication {
    private static let password = "rahasia-pengganda-1"

    /// Two servers with numbers 1 and 2; the first has the small sample and the replicator, the second not even a suffix.
    private static func withPair(
        _ body: (_ first: SlapdServer, _ second: SlapdServer) async throws -> Void
    ) async throws {
        let share = try ShareFolder.find()
        var servers: [SlapdServer] = []
        do {
            for number in 1...2 {
                var options = SlapdOptions()
                options.isDurable = false
                options.serverID = number
                let server = try await SlapdServer.prepare(options, in: StackFolder(), share: share)
                servers.append(server)
                if number == 2 { try empty(server.databaseFolder) } else { try await load(server) }
                try await server.start()
            }
            try await servers[0].modify(filled("01-replicator.ldif", servers))
            try await servers[0].modify(
                "dn: cn=replicator,ou=system,\(servers[0].options.suffix)\nchangetype: modify\n"
                    + "replace: userPassword\nuserPassword: \(password)\n"
            )
            try await body(servers[0], servers[1])
            for server in servers { await end(server) }
        } catch {
            for server in servers { await end(server) }
            throw error
        }
    }

    private static func filled(_ file: String, _ servers: [SlapdServer]) throws -> String {
        let template = try Template(file: ShareFolder.find().ldif.appending(path: "replication/\(file)"))
        return try template.filled([
            "SUFFIX": servers[0].options.suffix, "PROVIDER": servers[0].uri, "PROVIDER_1": servers[0].uri,
            "PROVIDER_2": servers[1].uri, "SERVER_ID_1": "1", "SERVER_ID_2": "2", "REPLICATOR_PASSWORD": password,
        ])
    }

    private static func load(_ server: SlapdServer) async throws {
        var text = ""
        SampleDirectory(scale: .small, passwordHash: "{SSHA}q83vEjRWeJASNFZ4kBI0VniQEjRWeJAS").writeLDIF(to: &text)
        try await server.load(text)
    }

    private static func empty(_ folder: URL) throws {
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
            try FileManager.default.removeItem(at: file)
        }
    }

    private static func end(_ server: SlapdServer) async {
        await server.stop()
        server.folder.remove()
    }

    /// Everything, sorted, but for what each server keeps of itself.
    private static func content(_ server: SlapdServer) async throws -> [Substring] {
        let text = try await server.search("(objectClass=*)", attributes: ["*", "+"])
        return text.split(separator: "\n").filter { !$0.hasPrefix("contextCSN") }.sorted()
    }

    private static func hasSameContent(_ first: SlapdServer, _ second: SlapdServer) async throws -> Bool {
        // While the suffix is not there yet, the search itself fails.
        guard let copied = try? await content(second) else { return false }
        return try await content(first) == copied
    }

    private static func policy(_ value: String, of server: SlapdServer) -> String {
        "dn: cn=mail.go.id,ou=services,\(server.options.suffix)\nchangetype: modify\n"
            + "replace: pamongBlockedMail\npamongBlockedMail: \(value)\n"
    }

    @Test func `a read-only copy has everything, passwords too, follows, and refers writers to the provider`()
        async throws
    {
        try await Self.withPair { provider, copy in
            try await copy.modify(Self.filled("02-consumer.ldif", [provider, copy]))
            try await waitUntil("the copy is complete", every: .milliseconds(200)) {
                try await Self.hasSameContent(provider, copy)
            }
            #expect(try await Self.content(copy).contains { $0.hasPrefix("userPassword:") })
            try await provider.modify(Self.policy("reject", of: provider))
            try await waitUntil("the copy follows", every: .milliseconds(50)) {
                try await Self.hasSameContent(provider, copy)
            }
            let refusal = await #expect(throws: LocalStackError.self) {
                try await copy.modify(Self.policy("accept", of: copy))
            }
            #expect(refusal?.details.contains("Referral (10)") == true)
            #expect(refusal?.details.contains(provider.uri) == true)
        }
    }

    @Test func `of two servers in mirror mode each takes writes and gets the other's`() async throws {
        try await Self.withPair { first, second in
            for server in [first, second] {
                try await server.modify(Self.filled("03-mirror.ldif", [first, second]))
            }
            try await waitUntil("the second has everything", every: .milliseconds(200)) {
                try await Self.hasSameContent(first, second)
            }
            try await second.modify(Self.policy("reject", of: second))
            try await waitUntil("the first has the second's write", every: .milliseconds(50)) {
                try await first.search("(pamongBlockedMail=reject)", attributes: ["1.1"]).contains("dn: cn=mail.go.id")
            }
            try await first.modify(Self.policy("accept", of: first))
            try await waitUntil("both are the same again", every: .milliseconds(50)) {
                try await Self.hasSameContent(first, second)
            }
        }
    }

    @Test func `codes that one server of a mirror pair records are known to the other`() async throws {
        try await Self.withPair { first, second in
            for server in [first, second] {
                try await server.modify(Self.filled("03-mirror.ldif", [first, second]))
            }
            let (uuid, failures) = ("0c0de5aa-0000-4000-8000-000000000001", "(pamongTotpFailures=")
            let name = "dn: pamongAccountUUID=\(uuid),cn=codes\n"
            try await first.modify(
                name + "objectClass: pamongCodeRecord\npamongAccountUUID: \(uuid)\npamongTotpFailures: 0\n"
            )
            try await waitUntil("the second has the record", every: .milliseconds(100)) {
                try await second.search(failures + "0)", base: "cn=codes", attributes: ["1.1"]).contains(uuid)
            }
            let count = name + "changetype: modify\nincrement: pamongTotpFailures\npamongTotpFailures: 1\n"
            try await second.modify(count)
            try await waitUntil("the first counts with it", every: .milliseconds(100)) {
                try await first.search(failures + "1)", base: "cn=codes", attributes: ["1.1"]).contains(uuid)
            }
        }
    }
}
