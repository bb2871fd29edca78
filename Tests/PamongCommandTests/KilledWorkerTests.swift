import DirectoryModel
import Foundation
import LocalStack
import StateDatabase
import TestEntries
import Testing
import WorkerAPI

/// The real worker on a real directory and a real Dovecot, killed with SIGKILL at arbitrary moments of its work.
@Suite(.timeLimit(.minutes(10)), .serialized)
struct KilledWorkerTests {
    private static let agency = "Kabupaten Bandung"
    private static let service = "multidomain.mail.go.id"
    private static let rounds = 20

    /// Short waits, and a guard that lets everything pass: what is tried here is the work.
    private static let hurried = """
        sync:
          settleTime: 50ms
          proofDelay: 50ms
        guard:
          tenant:
            minimum: 1000
          service:
            minimum: 1000
          all:
            minimum: 1000

        """

    private func address(_ number: Int) -> String { "user\(number)@bandungkab.go.id" }

    private func dn(_ number: Int) -> String {
        SampleEntries.dn(address(number), tenant: Self.agency, service: Self.service)
    }

    private func account(_ number: Int) -> String {
        SampleEntries.account(address(number), tenant: Self.agency, service: Self.service)
    }

    private func status(_ status: String, of number: Int) -> String {
        """
        dn: \(dn(number))
        changetype: modify
        replace: pamongAccountStatus
        pamongAccountStatus: \(status)


        """
    }

    /// Blocks one, unblocks another, deletes a third and adds a fourth.
    private func changes(ofRound round: Int) -> String {
        var text = status("blocked", of: round)
        if round > 1, round.isMultiple(of: 2) { text += status("active", of: round - 1) }
        text += "dn: \(dn(20 + round))\nchangetype: delete\n\n"
        return text + account(100 + round)
    }

    @Test func `killed again and again, the worker ends where the directory is`() async throws {
        let entries =
            SampleEntries.tenant(Self.agency, service: Self.service, domains: ["bandungkab.go.id"])
            + (1...40).map(account).joined()
        try await OperatorRig.run(entries: entries, more: Self.hurried) { rig in
            #expect(try await rig.pamong("sync").status == 0)
            for round in 1...Self.rounds {
                try await rig.withWorker { worker in
                    try await rig.stack.slapd.modify(changes(ofRound: round))
                    // On a slow machine it would never come to anything, until more is gone at once than is believed.
                    if round.isMultiple(of: 3) {
                        try await waitUntil("it is in sync") { worker.logTail.contains("in sync with the directory") }
                    }
                    // The moment to kill it at, not something waited for.
                    try await Task.sleep(for: .milliseconds(.random(in: 0...400)))
                    await worker.kill()
                }
            }
            try await rig.withWorker { _ in
                try await waitUntil("all is done", within: .seconds(180), every: .milliseconds(200)) {
                    let status = try await rig.pamong("status", "--json")
                    guard status.status == 0 else { return false }
                    let report = try JSONDecoder().decode(StatusReport.self, from: Data(status.output.utf8))
                    let work = report.work
                    return report.phase == .following && work.waiting + work.held + work.setAside == 0
                }
                let audit = try await rig.pamong("audit")
                #expect(audit.status == 0, "\(audit.output) \(audit.complaint)")
                #expect(try await rig.pamong("report", "delta", "--from", "2026-01-01").status == 0)
            }
            try await expectEqual(rig)
        }
    }

    /// The mail store equals the directory: a mailbox for everybody who is there, an archive for everybody who left.
    private func expectEqual(_ rig: OperatorRig) async throws {
        let state = try StateDatabase(path: rig.statePath)
        defer { try? state.close() }
        for number in 1...40 {
            let isGone = number > 20
            let uuid = try await rig.stack.slapd.entryUUID(ofAccount: address(number)).flatMap(EntryUUID.init)
            #expect((uuid == nil) == isGone, "\(address(number))")
            guard let uuid else { continue }
            let row = try #require(try state.read { try $0.account(uuid) })
            let mailbox = try #require(try state.read { try $0.mailbox(account: row.id) })
            #expect(mailbox.state == (row.account.status == .blocked ? .blocked : .open), "\(address(number))")
            #expect(FileManager.default.fileExists(atPath: "\(try rig.stack.dovecot.mailRoot.path)/\(uuid)"))
        }
        let (mailboxes, census) = try state.read { (try $0.mailboxCounts(), try $0.census()) }
        #expect(mailboxes[.archived] == Self.rounds)
        #expect(census.values.reduce(0) { $0 + $1.accounts } == 40)
    }
}
