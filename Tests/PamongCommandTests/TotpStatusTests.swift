import DirectoryModel
import Foundation
import LDAPDirectory
import LocalStack
import TestEntries
import Testing
import TwoFactor

@testable import pamong

@Suite(.timeLimit(.minutes(10)))
struct TotpStatusTests {
    private func modify(_ rig: TotpRig, _ address: String, _ changes: String) async throws {
        try await rig.rig.stack.slapd.modify(
            "dn: \(OfficeEntries.dn(address))\nchangetype: modify\n\(changes)\n"
        )
    }

    @Test func `each account is counted once, and the columns add up`() async throws {
        let ring = try SealedPeople.ring()
        let people = try SealedPeople(count: 6, ring: ring)
        try await TotpRig.run(entries: people.ldif, withRing: false) { rig in
            try rig.ringFile.save(ring)
            #expect(try await rig.totp("keys", "promote", "2026a").status == 0)
            let stolen = try #require(try await rig.entry(people.addresses[0]).secret)
            try await modify(rig, people.addresses[1], "replace: pamongTotpSecret\npamongTotpSecret: \(stolen)")
            try await modify(rig, people.addresses[2], "delete: pamongTotpSecret")
            try await rig.rig.stack.slapd.beginCodes(of: OfficeEntries.dn(people.addresses[3]), failures: 20)
            #expect(try await rig.totp("enrol", "user1@bandungkab.go.id").status == 0)
            let exemption = "add: pamongTwoFactorExemption\npamongTwoFactorExemption: "
            try await modify(rig, "user2@bandungkab.go.id", exemption + "20990101000000Z$kepala$mesin")
            try await modify(rig, "user3@bandungkab.go.id", exemption + "20200101000000Z$kepala$dulu")
            try await modify(rig, "user4@bandungkab.go.id", "replace: pamongAccountStatus\npamongAccountStatus: closed")

            let run = try await rig.totp("status", "--format", "json")
            #expect(run.status == 1, "somebody is tampered with")
            let total = try #require(try Self.object(run.output)["total"] as? [String: Int])
            #expect(total["active"] == 3)
            #expect(total["tampered"] == 2)
            #expect(total["locked"] == 1)
            #expect(total["pending"] == 1)
            #expect(total["exempt"] == 1)
            // Twenty people, four of the office, six sealed ones; one is closed.
            #expect(total["accounts"] == 29)
            #expect(total.filter { $0.key != "accounts" }.values.reduce(0, +) == 29)

            let table = try await rig.totp("status", "--by", "tenant")
            #expect(table.output.contains("Kabupaten Bandung"))
            #expect(table.output.contains("mesin"))
            #expect(table.output.contains("(over)"))
            let csv = try await rig.totp("status", "--tenant", "Kota Bogor", "--by", "tenant", "--format", "csv")
            #expect(csv.output.hasSuffix("multidomain.mail.go.id,Kota Bogor,2,0,0,0,0,0,2\r\n"), "\(csv.output)")
            #expect(csv.status == 0)
            #expect(try await rig.totp("status", "--service", "nosuch.go.id").status == 2)
            #expect(try await rig.totp("status", "--tenant", "Nosuch").status == 2)
            #expect(try await rig.totp("status", "--service", "sakti.mail.go.id").status == 0)
            #expect(try await rig.totp("status", people.addresses[3]).output.contains("the help desk helps"))
            let one = try Self.object(try await rig.totp("status", people.addresses[0], "--format", "json").output)
            #expect(one["standing"] as? String == "active")
            #expect(one["generation"] as? Int == 1)
        }
    }

    @Test func `without a ring that fits, values are not called tampered`() async throws {
        let people = try SealedPeople(count: 3, ring: try SealedPeople.ring())
        try await TotpRig.run(entries: people.ldif) { rig in
            try rig.ringFile.save(try SealedPeople.ring("other"))
            let run = try await rig.totp("status")
            #expect(run.status == 0, "\(run.output)")
            #expect(run.complaint.contains("Sealed values are not looked into"))
        }
    }

    private static func object(_ json: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    }
}

@Suite(.timeLimit(.minutes(10)))
struct TotpReadinessTests {
    private func record(
        _ account: String,
        _ purpose: LoginProtocol,
        _ reason: VerdictReason?,
        minutesAgo: Int
    ) -> String {
        let record = VerdictRecord(
            time: .now - .seconds(60 * minutesAgo),
            account: account,
            service: "sakti.mail.go.id",
            protocol: purpose,
            client: "192.0.2.7",
            outcome: .admitted,
            reason: reason == nil ? .code : .observed,
            wouldRefuse: reason,
            microseconds: 90
        )
        return String(decoding: record.jsonLine, as: UTF8.self)
    }

    private var log: String {
        record("a@x.go.id", .imap, .noSecondFactor, minutesAgo: 600)
            + record("a@x.go.id", .imap, .noSecondFactor, minutesAgo: 5)
            + record("a@x.go.id", .web, .noSecondFactor, minutesAgo: 5)
            + record("b@x.go.id", .web, nil, minutesAgo: 5) + "no verdict\n"
            + record("c@x.go.id", .imap, .noSecondFactor, minutesAgo: 600)
    }

    /// Readiness asks no server.
    private func run(_ arguments: String..., input: String = "", gateLog: String = "") async throws -> PamongRun {
        let folder = try TemporaryFolder()
        let yaml = """
            directory: { uri: "ldap://127.0.0.1:1", suffix: "dc=x", external: true }
            mailHost: narada.mail.go.id
            secondFactor: { gateLog: "\(gateLog)" }
            """
        let file = try folder.write(yaml, to: "pamong.yaml")
        return try await PamongRun(["totp", "readiness"] + arguments + ["--config", file], input: input)
    }

    @Test func `who would be refused is listed per protocol`() async throws {
        let run = try await run("--log", "-", "--format", "json", input: log)
        #expect(run.status == 1)
        #expect(run.complaint.contains("1 lines"))
        let json = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(json["logins"] as? Int == 5)
        let rows = try #require(json["wouldRefuse"] as? [[String: Any]])
        #expect(
            rows.map { "\($0["account"] ?? "") \($0["protocol"] ?? "") \($0["logins"] ?? 0)" } == [
                "a@x.go.id imap 2", "a@x.go.id web 1", "c@x.go.id imap 1",
            ]
        )
        #expect(rows.first?["reason"] as? String == "noSecondFactor")
        let table = try await self.run("--log", "-", input: log)
        #expect(table.output.contains("2 accounts would be refused: imap 2 (3 logins), web 1 (1 logins)."))
        let csv = try await self.run("--log", "-", "--format", "csv", input: log)
        #expect(csv.output.split(separator: "\r\n").count == 4)
    }

    @Test func `older logins are passed over, and the log's path comes from the configuration`() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(log, to: "gate.log")
        let recent = try await run("--since", "1h", gateLog: path)
        #expect(recent.status == 1)
        #expect(!recent.output.contains("c@x.go.id"))
        #expect(recent.output.contains("1 accounts"))
        let none = try await run("--since", "1m", gateLog: path)
        #expect(none.status == 0)
        #expect(none.output == "Of 0 logins none would be refused.\n")
    }

    @Test(arguments: [["--log", "/nowhere/gate.log"], ["--log", "-", "--since", "yesterday"], []])
    func `what cannot be read is wrong usage`(arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        let yaml = "directory: { uri: \"ldap://127.0.0.1:1\", suffix: \"dc=x\", external: true }\nmailHost: x.go.id\n"
        let file = try folder.write(yaml, to: "pamong.yaml")
        let run = try await PamongRun(["totp", "readiness"] + arguments + ["--config", file])
        #expect(run.status == 2, "\(run.complaint)")
    }

    @Test func `lines are found across the pieces a file is read in`() throws {
        let folder = try TemporaryFolder()
        let lines = (0..<60_000).map { "line \($0) " + String(repeating: "x", count: $0 % 97) }
        let path = try folder.write(lines.joined(separator: "\n"), to: "long.log")
        var found: [String] = []
        try LineFile.forEachLine(of: path) { found.append(String(decoding: $0, as: UTF8.self)) }
        #expect(found == lines)
    }
}
