import DirectoryModel
import LocalStack
import MailStores
import StateDatabase
import SyncEngine
import TestEntries
import Testing

/// What directory admins do to accounts, on a real slapd, while the worker follows.
@Suite(.timeLimit(.minutes(10)))
struct AccountChangesTests {
    private typealias Sample = SampleDirectory

    private func following(_ body: (WorkerRig, Worker) async throws -> Void) async throws {
        try await withLocalStack(Sample.options()) { stack in
            let rig = try WorkerRig(stack)
            try await rig.following { worker in
                try await rig.waitUntilDone(worker)
                _ = rig.store.takeOperations()
                try await body(rig, worker)
                try await rig.waitUntilDone(worker)
                try await rig.expectConverged()
            }
        }
    }

    @Test func `additions, changes, renames and deletions are followed`() async throws {
        try await following { rig, worker in
            let added = "baru@bandungkab.go.id"
            try await rig.stack.slapd.modify(
                SampleEntries.account(added, tenant: Sample.bandung, service: Sample.multidomain)
                    + Sample.replace("pamongQuota", "5000000000", of: Sample.dn(1))
                    + Sample.rename(Sample.dn(2), to: "mail=dua@bandungkab.go.id")
                    + Sample.delete(Sample.dn(3))
            )
            try await rig.waitUntilDone(worker)
            #expect(try rig.mailbox(added)?.state == .open)
            #expect(try rig.row(Sample.user(1))?.account.quota == 5_000_000_000)
            #expect(try rig.row(Sample.user(2)) == nil)
            #expect(try rig.mailbox("dua@bandungkab.go.id")?.state == .open)
            #expect(try rig.row(Sample.user(3)) == nil)
            #expect(try await rig.store.archives().count == 1)
        }
    }

    @Test func `a change of aliases flushes the old and the new names`() async throws {
        try await following { rig, worker in
            let first = "alias1@bandungkab.go.id"
            let second = "alias2@bandungkab.go.id"
            try await rig.stack.slapd.modify(Sample.replace("mailLocalAddress", first, of: Sample.dn(1)))
            try await rig.waitUntilDone(worker)
            _ = rig.store.takeOperations()
            try await rig.stack.slapd.modify(Sample.replace("mailLocalAddress", second, of: Sample.dn(1)))
            try await rig.waitUntilDone(worker)
            let flushed = rig.store.operations.reduce(into: Set<String>()) { names, operation in
                if case .flushLogins(let logins) = operation { names.formUnion(logins.map(\.text)) }
            }
            #expect(flushed.isSuperset(of: [Sample.user(1), first, second]))
        }
    }

    @Test func `a rename ends the sessions of the old name and keeps the mailbox`() async throws {
        try await following { rig, worker in
            let before = try #require(try rig.row(Sample.user(1)))
            try await rig.stack.slapd.modify(Sample.rename(Sample.dn(1), to: "mail=satu@bandungkab.go.id"))
            try await rig.waitUntilDone(worker)
            let after = try #require(try rig.row("satu@bandungkab.go.id"))
            #expect(after.account.uuid == before.account.uuid)
            #expect(rig.store.operations.contains(.disconnect(before.account.address)))
            #expect(try await rig.store.mailboxes().contains(before.account.uuid))
            #expect(try await rig.store.archives().isEmpty)
        }
    }

    @Test func `an address that is deleted and made again never opens the former mailbox`() async throws {
        try await following { rig, worker in
            let before = try #require(try rig.row(Sample.user(1))).account.uuid
            try await rig.stack.slapd.modify(
                Sample.delete(Sample.dn(1))
                    + SampleEntries.account(Sample.user(1), tenant: Sample.bandung, service: Sample.multidomain)
            )
            try await rig.waitUntilDone(worker)
            let after = try #require(try rig.row(Sample.user(1))).account.uuid
            #expect(after != before)
            #expect(try await rig.store.archives() == [before])
            #expect(try await rig.store.mailboxes().contains(after))
            #expect(!rig.store.operations.contains(.restore(before)))
        }
    }

    @Test func `the same while the worker was away`() async throws {
        try await withLocalStack(Sample.options()) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            let before = try #require(try rig.row(Sample.user(1))).account.uuid
            try await stack.slapd.modify(
                Sample.delete(Sample.dn(1))
                    + SampleEntries.account(Sample.user(1), tenant: Sample.bandung, service: Sample.multidomain)
            )
            try await rig.pass()
            #expect(try await rig.store.archives() == [before])
            #expect(try rig.rules(of: Sample.user(1)).isEmpty)
            try await rig.expectConverged()
        }
    }

    @Test func `block, close and reopening go all the way and back`() async throws {
        try await following { rig, worker in
            let uuid = try #require(try rig.row(Sample.user(1))).account.uuid
            for (status, state) in [
                ("blocked", MailboxRow.State.blocked), ("active", .open), ("closed", .archived), ("active", .open),
            ] {
                try await rig.stack.slapd.modify(Sample.status(status, of: 1))
                try await rig.waitUntilDone(worker)
                #expect(try rig.mailbox(Sample.user(1))?.state == state)
            }
            #expect(rig.store.operations.contains(.archive(uuid)))
            #expect(rig.store.operations.contains(.restore(uuid)))
        }
    }

    @Test func `an account that stops being one is put away, and comes back as itself`() async throws {
        try await following { rig, worker in
            let uuid = try #require(try rig.row(Sample.user(1))).account.uuid
            try await rig.stack.slapd.modify(
                """
                dn: \(Sample.dn(1))
                changetype: modify
                delete: objectClass
                objectClass: pamongAccount
                -
                delete: pamongAccountStatus
                -
                delete: pamongRegisteredTime

                """
            )
            try await rig.waitUntilDone(worker)
            #expect(try rig.row(Sample.user(1)) == nil)
            #expect(try await rig.store.archives() == [uuid])
            try await rig.expectConverged()
            try await rig.stack.slapd.modify(
                """
                dn: \(Sample.dn(1))
                changetype: modify
                add: objectClass
                objectClass: pamongAccount
                -
                add: pamongAccountStatus
                pamongAccountStatus: active

                """
            )
            try await rig.waitUntilDone(worker)
            #expect(try rig.row(Sample.user(1))?.account.uuid == uuid)
            #expect(try await rig.store.mailboxes().contains(uuid))
        }
    }

    @Test func `the service's default quota moves those who have none of their own`() async throws {
        try await following { rig, worker in
            try await rig.stack.slapd.modify(Sample.replace("pamongQuota", "2147483648", of: Sample.dn(1)))
            try await rig.waitUntilDone(worker)
            let service = "cn=\(Sample.multidomain),ou=services,\(SampleEntries.suffix)"
            try await rig.stack.slapd.modify(Sample.replace("pamongDefaultQuota", "3000000000", of: service))
            try await rig.waitUntilDone(worker)
            #expect(try rig.row(Sample.user(1))?.account.quota == 2_147_483_648)
            #expect(try rig.row(Sample.user(2))?.account.quota == 3_000_000_000)
            #expect(try rig.mailbox(Sample.user(2))?.quota == 3_000_000_000)
        }
    }

    @Test func `addresses swapped while the worker was away find their owners`() async throws {
        try await withLocalStack(Sample.options()) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            let (first, second) = (try #require(try rig.row(Sample.user(1))), try #require(try rig.row(Sample.user(2))))
            let between = "antara@bandungkab.go.id"
            try await stack.slapd.modify(
                Sample.rename(Sample.dn(1), to: "mail=\(between)")
                    + Sample.rename(Sample.dn(2), to: "mail=\(Sample.user(1))")
                    + Sample.rename(
                        SampleEntries.dn(between, tenant: Sample.bandung, service: Sample.multidomain),
                        to: "mail=\(Sample.user(2))"
                    )
            )
            try await rig.pass()
            #expect(try rig.row(Sample.user(1))?.account.uuid == second.account.uuid)
            #expect(try rig.row(Sample.user(2))?.account.uuid == first.account.uuid)
            try await rig.expectConverged()
        }
    }
}
