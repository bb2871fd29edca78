import Foundation
import LDAPClient
import LocalStack
import Synchronization
import TestEntries
import Testing

@testable import BulkImport

@Suite(.timeLimit(.minutes(10)))
struct WriteTests {
    /// Keeps what is reported.
    private final class Outcomes: Sendable {
        private let kept = Mutex<[RowOutcome]>([])
        var all: [RowOutcome] { kept.withLock { $0.sorted { $0.row.number < $1.row.number } } }
        func add(_ outcome: RowOutcome) { kept.withLock { $0.append(outcome) } }
    }

    private func csv(_ count: Int, domain: String = "bandungkab.go.id") -> String {
        "mail,nama,nip,kuota\n" + (1...count).map { "pegawai\($0)@\(domain),Pegawai \($0),\($0),1 GB\n" }.joined()
    }

    @Test func `new accounts are what the row says, without a password`() async throws {
        try await ImportRig.run { rig in
            let plan = try await rig.plan(
                """
                mail,nama,alias,status,unit kerja
                siti@bandungkab.go.id,Siti Nur Aminah,siti_a@bandungkab.go.id siti@bandungkab.go.id,,"Dinas, Kota"
                budi@bandungkab.go.id,Budi,,aktif,

                """
            )
            let result = try await rig.write(plan)
            #expect(result.done == 2)
            let lines = try await rig.lines("siti@bandungkab.go.id")
            #expect(
                lines.isSuperset(of: [
                    "objectClass: pamongAccount", "cn: Siti Nur Aminah", "sn: Aminah", "pamongAccountStatus: uploaded",
                    "mailLocalAddress: siti_a@bandungkab.go.id", "mailHost: \(SampleEntries.host)", "ou: Dinas, Kota",
                ])
            )
            #expect(!lines.contains { $0.hasPrefix("userPassword") || $0.hasPrefix("pamongRegisteredTime") })
            #expect(!lines.contains("mailLocalAddress: siti@bandungkab.go.id"))
            let active = try await rig.lines("budi@bandungkab.go.id")
            #expect(active.contains { $0.hasPrefix("pamongRegisteredTime: 20") })
            #expect(active.contains("sn: Budi"))
            let again = try await rig.plan("mail,nama,status\nbudi@bandungkab.go.id,Budi,active\n")
            #expect(again.summary.same == 1)
        }
    }

    @Test func `who registers an account by a status notes the time once`() async throws {
        let entry = ImportRig.account("unggah@bandungkab.go.id", status: "uploaded")
            .replacing("pamongRegisteredTime: 20240101000000Z\n", with: "")
            .replacing("mailHost: \(SampleEntries.host)\n", with: "")
        try await ImportRig.run(entry) { rig in
            let change = try await rig.plan("mail,status\nunggah@bandungkab.go.id,active\n")
            #expect(try await rig.write(change).done == 1)
            let lines = try await rig.lines("unggah@bandungkab.go.id")
            #expect(lines.contains("mailHost: \(SampleEntries.host)"))
            let time = lines.first { $0.hasPrefix("pamongRegisteredTime: ") }
            #expect(time != nil)
            for status in ["blocked", "active"] {
                try await rig.write(try await rig.plan("mail,status\nunggah@bandungkab.go.id,\(status)\n"))
            }
            #expect(
                try await rig.lines("unggah@bandungkab.go.id").first { $0.hasPrefix("pamongRegisteredTime") } == time
            )
        }
    }

    @Test func `without an acceptance that fits, nothing is written`() async throws {
        try await ImportRig.run { rig in
            let plan = try await rig.plan("mail,cn\nbudi@bandungkab.go.id,Budi\nx@gmail.com,X\n")
            await #expect(throws: ImportError.hasRefusals(1)) { try await rig.write(plan, PlanAcceptance()) }
            #expect(try await rig.lines("budi@bandungkab.go.id").isEmpty)
            let outcomes = Outcomes()
            let accepted = PlanAcceptance(fingerprint: plan.fingerprint.uppercased(), skipsRefused: true)
            let result = try await rig.write(plan, accepted) { outcomes.add($0) }
            #expect((result.done, result.refused, result.finished) == (1, 1, 2))
            #expect(outcomes.all.map(\.ending) == [.done, .refused])
            #expect(outcomes.all[1].reason.contains("gmail.com is not a confirmed domain of this tenant"))
        }
    }

    @Test func `a tenant's administrator ends at the tenant, by the directory's own answer`() async throws {
        try await ImportRig.run { rig in
            let own = try await rig.plan(csv(3))
            #expect(try await rig.write(own, as: rig.administrator()).done == 3)
            let foreign = try await rig.plan(csv(3, domain: "pemkomedan.go.id"), tenant: ImportRig.medan)
            #expect(foreign.summary.created == 3)
            let outcomes = Outcomes()
            let result = try await rig.write(foreign, as: rig.administrator()) { outcomes.add($0) }
            #expect((result.done, result.failed) == (0, 3))
            #expect(outcomes.all.allSatisfy { $0.reason.hasPrefix("the directory does not let you write here") })
            #expect(try await rig.lines("pegawai1@pemkomedan.go.id").isEmpty)
        }
    }

    @Test func `what comes between plan and writes is one row's outcome`() async throws {
        let entries = ["siti", "rina"].map { ImportRig.account("\($0)@bandungkab.go.id", attributes: "title: Staf") }
            .joined()
        try await ImportRig.run(entries) { rig in
            let plan = try await rig.plan(
                """
                mail,cn,jabatan,alias
                siti@bandungkab.go.id,,Kepala,
                rina@bandungkab.go.id,,Kepala,rina_a@bandungkab.go.id
                budi@bandungkab.go.id,Budi,,
                wati@bandungkab.go.id,Wati,,wati_a@bandungkab.go.id
                tono@bandungkab.go.id,Tono,,

                """
            )
            let promotions = ["siti", "rina"].map { name in
                """
                dn: \(SampleEntries.dn("\(name)@bandungkab.go.id", tenant: ImportRig.bandung, service: ImportRig.service))
                changetype: modify
                replace: title
                title: Camat


                """
            }
            try await rig.slapd.modify(
                promotions.joined() + ImportRig.account("budi@bandungkab.go.id")
                    + ImportRig.account(
                        "lain@pemkomedan.go.id",
                        tenant: ImportRig.medan,
                        aliases: ["wati_a@bandungkab.go.id"]
                    )
            )
            let outcomes = Outcomes()
            try await rig.write(plan) { outcomes.add($0) }
            #expect(outcomes.all.map(\.ending) == [.failed, .failed, .failed, .failed, .done])
            let reasons = outcomes.all.map(\.reason)
            #expect(reasons[0].hasPrefix("somebody has changed the account"))
            #expect(reasons[1].hasPrefix("somebody has changed the account"), "\(reasons[1])")
            #expect(reasons[2].hasPrefix("somebody has made the account"))
            #expect(reasons[3].hasPrefix("the address is taken"), "\(reasons[3])")
            for name in ["siti", "rina"] {
                let lines = try await rig.lines("\(name)@bandungkab.go.id")
                #expect(lines.contains("title: Camat") && !lines.contains("title: Kepala"))
            }
        }
    }

    @Test func `a busy directory is waited for`() async throws {
        try await ImportRig.run { rig in
            let proxy = try MeddlingProxy(to: rig.slapd.port)
            defer { proxy.close() }
            proxy.answerBusy(30)
            let plan = try await rig.plan(csv(20))
            let result = try await rig.write(plan, as: try through(proxy, rig))
            #expect(result.done == 20)
            #expect(proxy.writes == 20)
            proxy.answerBusy(.max)
            let more = try await rig.plan(csv(25))
            await #expect(throws: ImportError.interrupted("it is busy")) {
                try await rig.write(
                    more,
                    as: try through(proxy, rig),
                    limits: ImportWriter.Limits(patience: .milliseconds(300), attempts: 1000)
                )
            }
        }
    }

    @Test func `a connection that is lost after a write and before its answer loses and doubles nothing`() async throws
    {
        let entries = (1...30).map { ImportRig.account("pegawai\($0)@bandungkab.go.id") }.joined()
        try await ImportRig.run(entries) { rig in
            let proxy = try MeddlingProxy(to: rig.slapd.port)
            defer { proxy.close() }
            proxy.cut(at: [5, 31, 60, 61])
            let plan = try await rig.plan(csv(80))
            #expect((plan.summary.changed, plan.summary.created) == (30, 50))
            let outcomes = Outcomes()
            let result = try await rig.write(plan, as: try through(proxy, rig)) { outcomes.add($0) }
            #expect(result.done == 80, "\(outcomes.all.map(\.reason).filter { !$0.isEmpty })")
            #expect(Set(outcomes.all.map(\.row.number)).count == 80)
            #expect(try await rig.plan(csv(80)).summary.same == 80)
        }
    }

    @Test func `a directory that is gone ends the upload, and the same file goes on later`() async throws {
        try await ImportRig.run { rig in
            let plan = try await rig.plan(csv(300))
            let count = Mutex(0)
            let access = try rig.manager()
            let slapd = rig.slapd
            let ended = await #expect(throws: ImportError.self) {
                try await rig.write(plan, as: access, limits: ImportWriter.Limits(patience: .milliseconds(200))) { _ in
                    let done = count.withLock { count in
                        count += 1
                        return count
                    }
                    if done == 50, let id = slapd.process.pid { kill(id, SIGKILL) }
                }
            }
            guard case .interrupted? = ended else { throw LocalStackError("\(String(describing: ended))") }
            await slapd.kill()
            try await slapd.start()
            let rest = try await rig.plan(csv(300))
            #expect(rest.summary.refused == 0)
            #expect(rest.summary.same >= 34)
            try await rig.write(rest)
            #expect(try await rig.plan(csv(300)).summary.same == 300)
        }
    }

    @Test func `the result file tells of every row, and is nobody else's file`() async throws {
        try await ImportRig.run { rig in
            let path = NSTemporaryDirectory() + "pamong-result-\(UUID().uuidString).csv"
            defer { try? FileManager.default.removeItem(atPath: path) }
            let plan = try await rig.plan("mail,cn\nbudi@bandungkab.go.id,=1+1\nx@gmail.com,\"X, Y\"\n")
            let file = try ResultFile(path)
            try await rig.write(plan) { try file.add($0) }
            try file.finish()
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let lines = text.components(separatedBy: "\r\n")
            #expect(lines[0] == "line,address,verdict,outcome,reason")
            #expect(lines.contains("2,budi@bandungkab.go.id,create,done,"))
            #expect(
                lines.contains {
                    $0.hasPrefix("3,x@gmail.com,refused,refused,\"column 1 (mail): ")
                        || $0.hasPrefix("3,x@gmail.com,refused,refused,column 1 (mail): ")
                }
            )
            #expect(throws: ResultFile.Failure.self) { try ResultFile(path) }
            #expect(throws: ResultFile.Failure.self) { try ResultFile("/nowhere/at/all.csv") }
            #expect(CSVText.line(["=1+1", "a;b", "c\"d"]) == "'=1+1,\"a;b\",\"c\"\"d\"\r\n")
        }
    }

    private func through(_ proxy: MeddlingProxy, _ rig: ImportRig) throws -> LDAPConfiguration {
        let password = LDAPSecret(bytes: try Data(contentsOf: rig.slapd.adminPasswordFile))
        return try rig.access(
            "ldap://127.0.0.1:\(proxy.port)",
            .simple(DistinguishedName(rig.slapd.adminDN), password)
        )
    }
}
