import DirectoryModel
import Doctor
import Foundation
import LocalStack
import StateDatabase
import TestEntries
import Testing
import WorkerAPI

@Suite(.timeLimit(.minutes(10)), .serialized)
struct ReportingCommandTests {
    private static let service = OfficeEntries.service

    @Test func `before anything has run a command says that it cannot tell`() async throws {
        try await OperatorRig.run(entries: "", servers: .directory) { rig in
            for arguments in [["status"], ["holds", "list"], ["report", "census"]] {
                let run = try await PamongRun(arguments + ["--config", rig.configuration.path])
                #expect(run.status == 3)
                #expect(run.complaint.contains("nothing has run here yet"))
            }
        }
    }

    @Test func `without a worker the status compares the state with the directory`() async throws {
        try await OperatorRig.run(entries: OfficeEntries.ldif) { rig in
            _ = try await rig.pamong("sync")
            #expect(try await rig.pamong("status").status == 0)
            try await OfficeEntries.block([OfficeEntries.people[0]], by: OfficeEntries.wati, rig.stack)
            let behind = try await rig.pamong("status")
            #expect(behind.status == 1)
            #expect(behind.output.contains("the directory has changes that no pass took in yet"))
            await rig.stack.slapd.stop()
            let silent = try await rig.pamong("status")
            #expect(silent.status == 3)
            #expect(silent.complaint.contains("neither does the directory"))
        }
    }

    @Test func `reports come in every form and refuse what they cannot tell`() async throws {
        try await OperatorRig.run(entries: OfficeEntries.ldif) { rig in
            _ = try await rig.pamong("sync")
            let census = try await rig.pamong("report", "census")
            #expect(census.status == 0, "\(census.complaint)")
            #expect(census.output.contains(Self.service))
            let json = try await rig.pamong("report", "census", "--format", "json", "--service", Self.service)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            let total = try #require(object["total"] as? [String: Any])
            #expect(total["uploaded"] as? Int == OfficeEntries.people.count + 4)
            #expect(try await rig.pamong("report", "growth", "--by", "day", "--format", "svg").output.contains("<svg"))
            let delta = try await rig.pamong("report", "delta", "--from", "2026-01-01")
            #expect(delta.status == 0, "\(delta.complaint)")
            let badTime = try await rig.pamong("report", "delta", "--from", "yesterday")
            #expect(badTime.status == 2)
            let unknown = try await rig.pamong("report", "census", "--service", "nobody.go.id")
            #expect(unknown.status == 2, "\(unknown.complaint)")
            let early = try await rig.pamong("report", "census", "--at", "2001-01-01")
            #expect(early.status == 3, "\(early.complaint)")
        }
    }

    @Test func `a bad entry is listed with its rule and remedy, and heals`() async throws {
        let bad = SampleEntries.account("budi@example.com", tenant: OfficeEntries.agency, service: Self.service)
        try await OperatorRig.run(entries: OfficeEntries.ldif + bad) { rig in
            _ = try await rig.pamong("sync")
            let list = try await rig.pamong("quarantine", "list")
            #expect(list.status == 1)
            #expect(list.output.contains("foreign-domain"))
            #expect(list.output.contains("to mend:"))
            try await rig.stack.slapd.modify(
                SampleEntries.domain("example.com", tenant: OfficeEntries.agency, service: Self.service)
                    .replacing("objectClass: pamongDomain", with: "changetype: add\nobjectClass: pamongDomain")
            )
            _ = try await rig.pamong("sync")
            #expect(try await rig.pamong("quarantine", "list").status == 0)
        }
    }

    @Test func `an audit finds a lost mailbox, and mends it when told to`() async throws {
        try await OperatorRig.run(entries: OfficeEntries.ldif) { rig in
            _ = try await rig.pamong("sync")
            let root = try rig.stack.dovecot.mailRoot
            let home = try #require(try FileManager.default.contentsOfDirectory(atPath: root.path).first)
            try FileManager.default.removeItem(at: root.appending(path: home))
            let found = try await rig.pamong("audit")
            #expect(found.status == 1, "\(found.complaint)")
            #expect(found.output.contains(home))
            #expect(!FileManager.default.fileExists(atPath: root.appending(path: home).path))
            let mended = try await rig.pamong("audit", "--repair")
            #expect(mended.status == 0, "\(mended.output) \(mended.complaint)")
            try await waitUntil("the mailbox is back") {
                FileManager.default.fileExists(atPath: root.appending(path: home).path)
            }
            #expect(try await rig.pamong("audit").status == 0)
        }
    }

    @Test func `what was set aside is listed and retried`() async throws {
        try await OperatorRig.run(entries: OfficeEntries.ldif) { rig in
            _ = try await rig.pamong("sync")
            #expect(try await rig.pamong("retry", "--list").status == 0)
            let state = try StateDatabase(path: rig.statePath)
            try state.write { writer in
                try writer.requestWork(account: 1, urgency: .create, due: .now, committed: .now)
                try writer.postponeWork(
                    account: 1,
                    revision: 1,
                    until: .now,
                    failure: "the disk is broken",
                    setAside: true
                )
            }
            try state.close()
            let list = try await rig.pamong("retry", "--list")
            #expect(list.status == 1)
            #expect(list.output.contains("the disk is broken"))
            #expect(try await rig.pamong("status").status == 1)
            #expect(try await rig.pamong("retry").output == "1 accounts are due again.\n")
            #expect(try await rig.pamong("sync").status == 0)
            #expect(try await rig.pamong("status").status == 0)
        }
    }

    @Test func `the doctor examines what the configuration names`() async throws {
        try await OperatorRig.run(entries: OfficeEntries.ldif) { rig in
            _ = try await rig.pamong("sync")
            let well = try await rig.pamong("doctor", "--slapd", rig.stack.slapd.adminURI, "--json")
            #expect(try outcomes(well, of: "directory.signIn") == ["ok"])
            #expect(try outcomes(well, of: "state.file") == ["ok"])
            #expect(try outcomes(well, of: "dovecot.api") == ["ok"])
            await rig.stack.slapd.stop()
            let ill = try await rig.pamong("doctor", "--json")
            #expect(ill.status == 1)
            #expect(try outcomes(ill, of: "directory.reach") == ["failed"])
        }
    }

    private func outcomes(_ run: PamongRun, of check: String) throws -> [String] {
        let diagnosis = try JSONDecoder().decode(Diagnosis.self, from: Data(run.output.utf8))
        return diagnosis.findings.filter { $0.check.rawValue == check }.map(\.outcome.rawValue)
    }
}
