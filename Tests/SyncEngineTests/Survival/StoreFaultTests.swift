import DirectoryModel
import LocalStack
import MailStores
import StateDatabase
import SyncEngine
import TestEntries
import Testing

/// A mail store that is down, refuses, drops requests, or is at work while the directory changes again.
@Suite(.timeLimit(.minutes(10)))
struct StoreFaultTests {
    private typealias Sample = SampleDirectory

    private func withFaultyStore(_ body: (WorkerRig, FaultyStore, Worker) async throws -> Void) async throws {
        try await withLocalStack(Sample.options(bandung: 20)) { stack in
            let rig = try WorkerRig(stack)
            let store = FaultyStore(rig.store)
            let worker = try rig.worker(store: store)
            try await worker.project()
            try await body(rig, store, worker)
            try await rig.expectConverged()
        }
    }

    private func uuid(_ rig: WorkerRig, _ number: Int) throws -> EntryUUID {
        try #require(try rig.row(Sample.user(number))).account.uuid
    }

    @Test func `work stays while the store is down, and is done when it is back`() async throws {
        try await withFaultyStore { rig, store, worker in
            store.set(.down)
            try await rig.following(worker) { worker in
                try await waitUntil("the store was asked twice") { store.requestCount > 2 }
                #expect(await worker.runner.storeProblem == "connection refused")
                #expect(try rig.state.read { try $0.workCounts() }.setAside == 0)
                #expect(try rig.state.read { try $0.mailboxCounts() }.isEmpty)
                store.set(.none)
                try await rig.waitUntilDone(worker)
                #expect(await worker.runner.storeProblem == nil)
            }
        }
    }

    @Test func `a step that fails for now is tried again, later each time`() async throws {
        try await withFaultyStore { rig, store, worker in
            store.set(.failing(try uuid(rig, 1), isRetriable: true))
            let row = try #require(try rig.row(Sample.user(1))).id
            try await rig.following(worker) { worker in
                try await waitUntil("three tries") {
                    try rig.state.read { try $0.work(account: row)?.attempts ?? 0 } >= 3
                }
                let work = try #require(try rig.state.read { try $0.work(account: row) })
                #expect(work.lastError == "exit code 75")
                #expect(!work.isSetAside)
                // The others may need a moment more than its three tries; none of them needs it to succeed.
                try await waitUntil("all others have their mailbox") {
                    try rig.state.read { try $0.mailboxCounts() } == [.open: 25]
                }
                store.set(.none)
                try await rig.waitUntilDone(worker)
            }
        }
    }

    @Test func `a step that cannot succeed is set aside and blocks nobody`() async throws {
        try await withFaultyStore { rig, store, worker in
            store.set(.failing(try uuid(rig, 1), isRetriable: false))
            let row = try #require(try rig.row(Sample.user(1))).id
            try await rig.following(worker) { worker in
                try await rig.waitUntilDone(worker)
                let work = try #require(try rig.state.read { try $0.work(account: row) })
                #expect(work.isSetAside)
                #expect(work.lastError == "exit code 75")
                #expect(try rig.state.read { try $0.mailboxCounts() } == [.open: 25])
                store.set(.none)
                let again = try rig.state.write { try $0.retrySetAside(at: .now) }
                #expect(again == 1)
                await worker.runner.wake()
                try await rig.waitUntilDone(worker)
            }
        }
    }

    @Test func `an account for which whole requests are dropped holds up nobody else`() async throws {
        try await withFaultyStore { rig, store, worker in
            store.set(.dropping(try uuid(rig, 7)))
            let row = try #require(try rig.row(Sample.user(7))).id
            try await rig.following(worker) { worker in
                try await waitUntil("all others have their mailbox") {
                    try rig.state.read { try $0.mailboxCounts()[.open] ?? 0 } == 25
                }
                try await waitUntil("the account is blamed") {
                    // Somebody else's success is what shows that the store is not to blame.
                    try await rig.stack.slapd.modify(
                        Sample.replace("pamongQuota", "\(Int.random(in: 2_000_000...9_000_000))", of: Sample.dn(1))
                    )
                    return try rig.state.read { try $0.work(account: row)?.attempts ?? 0 } > 0
                }
                store.set(.none)
                try await rig.waitUntilDone(worker)
            }
        }
    }

    @Test func `a change during a step is not taken for done`() async throws {
        try await withFaultyStore { rig, store, worker in
            try await rig.following(worker) { worker in
                try await rig.waitUntilDone(worker)
                let row = try #require(try rig.row(Sample.user(1))).id
                store.duringNextRequest {
                    try await rig.stack.slapd.modify(Sample.status("closed", of: 1))
                    try await waitUntil("the change is taken in") {
                        try rig.row(Sample.user(1))?.account.status == .closed
                    }
                }
                try await rig.stack.slapd.modify(
                    Sample.replace("mailLocalAddress", "x@bandungkab.go.id", of: Sample.dn(1))
                )
                try await waitUntil("the account is closed") {
                    try rig.state.read { try $0.mailbox(account: row)?.state } == .archived
                }
                try await rig.waitUntilDone(worker)
            }
        }
    }

    @Test func `a purge never forgets an account that came back meanwhile`() async throws {
        try await withLocalStack(Sample.options()) { stack in
            var rig = try WorkerRig(stack)
            rig.policy.retention = .zero
            let store = FaultyStore(rig.store)
            try await rig.worker(store: store).runOnce(patience: .seconds(60))
            let (uuid, saved) = (try uuid(rig, 1), try #require(try rig.row(Sample.user(1))))
            try await stack.slapd.modify(Sample.delete(Sample.dn(1)))
            let worker = try rig.worker(store: store)
            try await worker.runOnce(patience: .seconds(60))
            store.duringNextRequest {
                // What an administrator does who puts an entry back with its identity.
                let entry = ObservedEntry(
                    uuid: uuid,
                    csn: saved.account.csn,
                    dn: Sample.dn(1),
                    parent: "ou=accounts,\(Sample.tenantDN(Sample.bandung))".lowercased(),
                    content: .account(
                        ObservedAccount(address: saved.account.address, mailHost: SampleEntries.host, status: .active)
                    )
                )
                _ = try await worker.ingest.apply([.entry(entry)])
            }
            _ = rig.store.takeOperations()
            try await worker.runOnce(patience: .seconds(60))
            #expect(rig.store.operations.contains(.purge(uuid)))
            #expect(try rig.mailbox(Sample.user(1))?.state == .open)
            #expect(try await rig.store.mailboxes().contains(uuid))
        }
    }
}
