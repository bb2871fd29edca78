import Foundation
import LocalStack
import Testing

@testable import TenantOnboarding

/// Real name servers.
@Suite(.timeLimit(.minutes(10)))
struct NameServerTests {
    private static let right = """
        @ IN MX 10 NARADA.Mail.go.id.
        @ IN MX 10 yamadipati.MAIL.go.id.
        """
    private static let many = (1...60).map { "@ IN MX \($0) host-with-a-long-name-\($0).example.org." }.joined(
        separator: "\n"
    )

    private static let zones: [String: String?] = [
        "right.go.id": right, "one.go.id": "@ IN MX 10 narada.mail.go.id.",
        "extra.go.id": right + "\n@ IN MX 1 aspmx.l.google.com.",
        "old.go.id": "@ IN MX 5 mail.old.go.id.\nmail IN A 192.0.2.1",
        "rank.go.id": "@ IN MX 10 narada.mail.go.id.\n@ IN MX 20 yamadipati.mail.go.id.",
        "none.go.id": "@ IN A 192.0.2.1", "null.go.id": "@ IN MX 0 .", "many.go.id": many, "broken.go.id": .none,
        "alias.go.id":
            "kantor IN CNAME surat\nsurat IN MX 10 narada.mail.go.id.\nsurat IN MX 10 yamadipati.mail.go.id.",
    ]

    private func withServers(
        _ zones: [[String: String?]],
        _ body: ([NameServer]) async throws -> Void
    ) async throws {
        let folder = try StackFolder()
        var servers: [NameServer] = []
        do {
            for each in zones {
                let server = try NameServer.prepare(each, in: folder)
                try await server.start()
                servers.append(server)
            }
            try await body(servers)
        } catch {
            let logs = servers.map(\.process.logTail).joined(separator: "\n")
            for server in servers { await server.kill() }
            folder.remove()
            throw LocalStackError("\(error)", details: logs)
        }
        for server in servers { await server.kill() }
        folder.remove()
    }

    private func check(_ servers: [NameServer], patience: Duration = .seconds(20)) throws -> MxCheck {
        let resolvers = servers.compactMap { ResolverAddress($0.address) }
        return try MxCheck(lookup: try MxLookup(resolvers: resolvers, patience: patience))
    }

    @Test func `every fault a domain can have is told from the others`() async throws {
        try await withServers([Self.zones]) { servers in
            let check = try check(servers)
            let expected: [(String, MxStatus)] = [
                ("right.go.id", .correct), ("RIGHT.go.id.", .correct), ("one.go.id", .incomplete),
                ("extra.go.id", .foreignHosts), ("old.go.id", .foreignHosts), ("rank.go.id", .wrongPriority),
                ("none.go.id", .noMx), ("null.go.id", .nullMx), ("many.go.id", .foreignHosts),
                ("broken.go.id", .serverFailure), ("kantor.alias.go.id", .alias), ("nowhere.none.go.id", .noDomain),
                ("elsewhere.id", .resolverFailure),
            ]
            for (domain, status) in expected {
                let report = try await check.report(on: domain)
                #expect(report.status == status, "\(domain): \(report.problems)")
                #expect(report.answers.count == 1)
            }
            // More than fits into a datagram comes over TCP, complete.
            let many = try await check.report(on: "many.go.id")
            #expect(many.toDelete.count == 60)
            #expect(many.toDelete.first?.ttl == 300)
            await #expect(throws: OnboardingError.self) { try await check.report(on: "not a domain") }
        }
    }

    @Test func `two servers that disagree, until both have the change`() async throws {
        let old = ["x.go.id": "@ IN MX 10 mail.x.go.id.\nmail IN A 192.0.2.1"] as [String: String?]
        let new = ["x.go.id": Self.right] as [String: String?]
        try await withServers([old, old]) { servers in
            let check = try check(servers)
            #expect(try await check.report(on: "x.go.id").status == .foreignHosts)
            try await servers[0].serve(new)
            let between = try await check.report(on: "x.go.id")
            #expect(between.status == .notSpread)
            #expect(between.problems.contains { $0.hasPrefix(servers[1].address) }, "\(between.problems)")
            #expect(!between.problems.contains { $0.hasPrefix("\(servers[0].address):") }, "\(between.problems)")
            try await servers[1].serve(new)
            #expect(try await check.report(on: "x.go.id").status == .correct)
        }
    }

    @Test func `a resolver that hangs, or is not there, is no agreement and does not hold up for ever`() async throws {
        let zones = ["x.go.id": Self.right] as [String: String?]
        try await withServers([zones, zones]) { servers in
            #expect(try await check(servers).report(on: "x.go.id").status == .correct)
            try await servers[1].suspend()
            let report = try await check(servers, patience: .seconds(2)).report(on: "x.go.id")
            #expect(report.answers.last?.outcome == .timeout)
            #expect(report.status.isUnknown, "\(report)")
            #expect(report.problems.contains { $0.hasPrefix(servers[1].address) })
            servers[1].resume()
            await servers[1].kill()
            let gone = try await check(servers).report(on: "x.go.id")
            #expect(gone.status == .resolverFailure, "\(gone)")
            let nobody = try #require(ResolverAddress("[::1]:\(servers[1].port)"))
            let silent = try await MxLookup(resolvers: [nobody], patience: .seconds(2)).answers(for: "x.go.id")
            #expect(MxFinding(silent[0].outcome, expecting: MailHostRecord.platform).status.isUnknown, "\(silent)")
        }
    }

    @Test func `a look that is cancelled ends, although its resolver hangs`() async throws {
        try await withServers([["x.go.id": Self.right]]) { servers in
            try await servers[0].suspend()
            let check = try check(servers, patience: .seconds(3600))
            let look = Task { try await check.report(on: "x.go.id") }
            look.cancel()
            await #expect(throws: CancellationError.self) { try await look.value }
            servers[0].resume()
        }
    }

    @Test func `a round looks at all that are on their way, some at a time`() async throws {
        try await withServers([Self.zones]) { servers in
            let check = try check(servers)
            let tenants = (1...20).map { number in
                var tenant = JoiningTenant(dn: "o=\(number)", name: "\(number)", service: "s", status: .active)
                let domain = number.isMultiple(of: 2) ? "right.go.id" : "one.go.id"
                tenant.domains = [TenantDomain(dn: "associatedDomain=\(domain)", name: domain, mxStatus: .pending)]
                if number == 20 { tenant.status = .left }
                if number == 19 { tenant.domains = [] }
                return tenant
            }
            var alerts: Set<String> = []
            var seen: Set<String> = []
            try await check.round(of: tenants, atATime: 3) { report in
                seen.insert(report.tenant.name)
                if report.alert != nil { alerts.insert(report.tenant.name) }
            }
            #expect(seen == Set((1...18).map(String.init)))
            #expect(alerts == Set((1...18).filter { !$0.isMultiple(of: 2) }.map(String.init)))
        }
    }
}
