import DirectoryModel
import LocalStack
import MailStores
import StateDatabase
import SyncEngine
import TestEntries
import Testing

/// `pamongSessionsRevokedTime` on a real slapd: whoever is in has to log in again.
@Suite(.timeLimit(.minutes(10)))
struct RevokedSessionsTests {
    private typealias Sample = SampleDirectory

    private static func revoke(_ number: Int, _ time: String) -> String {
        Sample.replace("pamongSessionsRevokedTime", time, of: Sample.dn(number))
    }

    private static func login(_ number: Int) -> MailAddress { MailAddress(trusted: Sample.user(number)) }

    @Test func `sessions are ended under every name once for each time that is set`() async throws {
        try await withLocalStack(Sample.options()) { stack in
            let rig = try WorkerRig(stack)
            try await rig.following { worker in
                try await stack.slapd.modify(Sample.replace("mailLocalAddress", "a@bandungkab.go.id", of: Sample.dn(1)))
                try await rig.waitUntilDone(worker)
                let names = [Self.login(1), MailAddress(trusted: "a@bandungkab.go.id")]
                let expected = [.flushLogins(names)] + names.map(MailStoreOperation.disconnect)
                for time in ["20260101000000Z", "20260102000000Z"] {
                    _ = rig.store.takeOperations()
                    try await stack.slapd.modify(Self.revoke(1, time))
                    try await rig.waitUntilDone(worker)
                    #expect(rig.store.takeOperations() == expected)
                    #expect(try rig.mailbox(Sample.user(1))?.state == .open)
                }
                try await stack.slapd.modify(Self.revoke(1, "20260101000000Z"))
                try await rig.waitUntilDone(worker)
                #expect(rig.store.takeOperations().isEmpty, "a time that was set back asks for nothing")
                try await rig.expectConverged()
                #expect(try rig.ledger().count { $0.detail?.contains("pamongSessionsRevokedTime") == true } == 3)
            }
        }
    }

    @Test func `what was revoked before a mailbox was made or while the worker was away ends sessions once`()
        async throws
    {
        try await withLocalStack(Sample.options()) { stack in
            try await stack.slapd.modify(Self.revoke(1, "20260101000000Z"))
            let first = try WorkerRig(stack)
            try await first.pass()
            #expect(first.store.operations.contains(.disconnect(Self.login(1))))
            #expect(!first.store.operations.contains(.disconnect(Self.login(2))))
            try await stack.slapd.modify(Self.revoke(2, "20260101000000Z"))
            let second = try WorkerRig(
                stack,
                state: first.state,
                mailboxes: try await first.store.mailboxes()
            )
            try await second.pass()
            #expect(second.store.operations.contains(.disconnect(Self.login(2))))
            #expect(!second.store.operations.contains(.disconnect(Self.login(1))))
        }
    }

    @Test func `it is done again until the mail store did it`() async throws {
        try await withLocalStack(Sample.options()) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            _ = rig.store.takeOperations()
            let store = FaultyStore(rig.store)
            store.set(.down)
            try await stack.slapd.modify(Self.revoke(1, "20260101000000Z"))
            try await rig.following(rig.worker(store: store)) { worker in
                try await waitUntil("the store was asked in vain") { store.requestCount > 1 }
                #expect(try rig.mailbox(Sample.user(1))?.sessionsRevoked == nil)
                store.set(.none)
                try await rig.waitUntilDone(worker)
                #expect(rig.store.operations.contains(.disconnect(Self.login(1))))
            }
            #expect(try rig.mailbox(Sample.user(1))?.sessionsRevoked != nil)
        }
    }

    @Test func `a whole agency's sessions are ended without being held`() async throws {
        try await withLocalStack(Sample.options(bandung: 40)) { stack in
            let rig = try WorkerRig(stack, policy: WorkerRig.guardedPolicy)
            try await rig.following { worker in
                try await rig.waitUntilDone(worker)
                try await stack.slapd.modify((1...40).map { Self.revoke($0, "20260101000000Z") }.joined())
                try await rig.waitUntilDone(worker)
                #expect(try rig.state.read { try $0.holds(in: .open) }.isEmpty)
                for number in 1...40 { #expect(rig.store.operations.contains(.disconnect(Self.login(number)))) }
            }
        }
    }
}
