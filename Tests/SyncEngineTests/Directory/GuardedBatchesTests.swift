import DirectoryModel
import LocalStack
import MailStores
import StateDatabase
import SyncEngine
import TestEntries
import Testing

/// Mass blocks and removals of an agency of 40, on a real slapd with the guard's own limits.
@Suite(.timeLimit(.minutes(10)))
struct GuardedBatchesTests {
    private typealias Sample = SampleDirectory

    private func following(_ body: (WorkerRig, Worker) async throws -> Void) async throws {
        try await withLocalStack(Sample.options(bandung: 40)) { stack in
            let rig = try WorkerRig(stack, policy: WorkerRig.guardedPolicy)
            try await rig.following { worker in
                try await rig.waitUntilDone(worker)
                try await body(rig, worker)
            }
        }
    }

    private func blockAll(_ rig: WorkerRig, _ worker: Worker) async throws -> Hold {
        try await rig.stack.slapd.modify((1...40).map { Sample.status("blocked", of: $0) }.joined())
        try await rig.waitUntilDone(worker)
        return try #require(try rig.state.read { try $0.holds(in: .open) }.first)
    }

    private func blocked(_ rig: WorkerRig) throws -> Int {
        try rig.state.read { try $0.mailboxCounts()[.blocked] ?? 0 }
    }

    @Test func `a mass block is held with its list while the rest flows`() async throws {
        try await following { rig, worker in
            let hold = try await blockAll(rig, worker)
            #expect(hold.level == .tenant)
            #expect(hold.tenant == Sample.bandung)
            let passed = try blocked(rig)
            #expect(passed <= 4)
            // Everybody passed or is on the list; a block that was being carried out when the batch was made is both.
            let listed = try rig.state.read { try $0.suspects(hold: hold.id) }.count
            #expect((40 - passed...40).contains(listed))
            #expect(try rig.state.read { try $0.workCounts() }.held == listed)
            let other = SampleEntries.dn("user1@kotabogor.go.id", tenant: Sample.bogor, service: Sample.multidomain)
            try await rig.stack.slapd.modify(
                Sample.replace("pamongAccountStatus", "blocked", of: other)
                    + SampleEntries.account(
                        "baru@bandungkab.go.id",
                        tenant: Sample.bandung,
                        service: Sample.multidomain
                    )
            )
            try await rig.waitUntilDone(worker)
            #expect(try rig.mailbox("user1@kotabogor.go.id")?.state == .blocked)
            #expect(try rig.mailbox("baru@bandungkab.go.id")?.state == .open)
            try rig.expectCountsAddUp()
        }
    }

    @Test func `putting the entries back withdraws the batch`() async throws {
        try await following { rig, worker in
            let hold = try await blockAll(rig, worker)
            try await rig.stack.slapd.modify((1...40).map { Sample.status("active", of: $0) }.joined())
            try await rig.waitUntilDone(worker)
            #expect(try rig.state.read { try $0.hold(hold.id) }?.state == .withdrawn)
            #expect(try rig.state.read { try $0.workCounts() }.held == 0)
            #expect(try rig.state.read { try $0.mailboxCounts() } == [.open: 46])
            try await rig.expectConverged()
        }
    }

    @Test func `a release carries out exactly the list that was looked at`() async throws {
        try await following { rig, worker in
            let hold = try await blockAll(rig, worker)
            let seen = try rig.state.read { try HoldDecision.fingerprint(ofHold: hold.id, reading: $0) }
            let decision = HoldDecision(hold: hold.id, fingerprint: seen, verdict: .release, decidedBy: "cn=second")
            let last = try #require(try rig.state.read { try $0.suspects(hold: hold.id) }.last?.account)
            let number = try #require(
                try rig.state.read { try $0.account(id: last) }?.account.address.text.dropFirst(4).prefix { $0 != "@" }
            )
            try await rig.stack.slapd.modify(Sample.status("active", of: try #require(Int(number))))
            try await rig.waitUntilDone(worker)
            #expect(throws: HoldDecisionError.self) {
                try rig.state.write { writer in _ = try decision.carryOut(in: writer) }
            }
            try rig.state.write { writer in
                let now = try HoldDecision.fingerprint(ofHold: hold.id, reading: writer.reader)
                try HoldDecision(hold: hold.id, fingerprint: now, verdict: .release, decidedBy: "cn=second")
                    .carryOut(in: writer)
            }
            await worker.runner.wake()
            try await rig.waitUntilDone(worker)
            #expect(try blocked(rig) == 39)
            #expect(try rig.mailbox("user\(number)@bandungkab.go.id")?.state == .open)
            try await rig.expectConverged()
        }
    }

    @Test func `a rejected batch is never carried out, and is over when the entries are put back`() async throws {
        try await following { rig, worker in
            let hold = try await blockAll(rig, worker)
            let passed = try blocked(rig)
            try rig.state.write { writer in
                let seen = try HoldDecision.fingerprint(ofHold: hold.id, reading: writer.reader)
                try HoldDecision(hold: hold.id, fingerprint: seen, verdict: .reject, decidedBy: "cn=second")
                    .carryOut(in: writer)
            }
            try await rig.waitUntilDone(worker)
            #expect(try blocked(rig) == passed)
            try await rig.stack.slapd.modify((1...40).map { Sample.status("active", of: $0) }.joined())
            try await rig.waitUntilDone(worker)
            #expect(try blocked(rig) == 0)
            #expect(try rig.state.read { try $0.workCounts() }.held == 0)
        }
    }

    @Test func `a mass removal while the worker was away is held as a whole`() async throws {
        try await withLocalStack(Sample.options(bandung: 40)) { stack in
            let rig = try WorkerRig(stack, policy: WorkerRig.guardedPolicy)
            var lenient = rig
            lenient.policy.believableAbsence = 1
            try await lenient.pass()
            try await stack.slapd.modify((1...40).map { Sample.delete(Sample.dn($0)) }.joined())
            try await lenient.pass()
            let hold = try #require(try rig.state.read { try $0.holds(in: .open) }.first)
            #expect(try rig.state.read { try $0.suspects(hold: hold.id) }.count == 40)
            #expect(try await rig.store.archives().isEmpty)
            #expect(try await rig.store.mailboxes().count == 46)
            try rig.expectCountsAddUp()
        }
    }

    @Test func `an account that is blocked and closed stands once in the list`() async throws {
        try await following { rig, worker in
            let hold = try await blockAll(rig, worker)
            let count = try rig.state.read { try $0.suspects(hold: hold.id) }.count
            try await rig.stack.slapd.modify(Sample.status("closed", of: 40))
            try await rig.waitUntilDone(worker)
            let list = try rig.state.read { try $0.suspects(hold: hold.id) }
            #expect(list.count == count)
            let row = try #require(try rig.row(Sample.user(40)))
            let suspect = try #require(list.first { $0.account == row.id })
            #expect(suspect.kind == .close)
            #expect(suspect.before == .active)
        }
    }
}
