import DirectoryModel
import Foundation
import LDAPClient
import LDAPDirectory
import LocalStack
import MailStores
import StateDatabase
import SyncEngine
import TestEntries
import Testing

/// A directory that crashes, hangs, goes back in time or hides its entries: nobody loses a mailbox by it.
@Suite(.timeLimit(.minutes(10)))
struct DirectoryFaultTests {
    private typealias Sample = SampleDirectory

    private static let database = "olcDatabase={2}mdb,cn=config"

    @Test func `deletions survive a crash of the directory`() async throws {
        try await withLocalStack(Sample.options(bandung: 30)) { stack in
            var rig = try WorkerRig(stack)
            rig.policy.lostStateGrace = .milliseconds(100)
            try await rig.following { worker in
                for round in 0..<3 {
                    try await rig.waitUntilDone(worker)
                    let numbers = (1 + round * 5)...(5 + round * 5)
                    try await stack.slapd.modify(numbers.map { Sample.delete(Sample.dn($0)) }.joined())
                    await stack.slapd.kill()
                    try await stack.slapd.start()
                }
                try await stack.slapd.modify(Sample.status("blocked", of: 30))
                try await rig.waitUntilDone(worker)
            }
            #expect(try await rig.store.archives().count == 15)
            try await rig.expectConverged()
        }
    }

    @Test func `deletions during a crash are found when the worker comes back later`() async throws {
        try await withLocalStack(Sample.options(bandung: 30)) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            try await stack.slapd.modify((1...5).map { Sample.delete(Sample.dn($0)) }.joined())
            await stack.slapd.kill()
            try await stack.slapd.start()
            try await rig.pass()
            try await rig.expectConverged()
        }
    }

    @Test func `a directory that hangs is waited for`() async throws {
        try await withLocalStack(Sample.options()) { stack in
            let rig = try WorkerRig(stack)
            let impatient = try WorkerRig.source(stack, patience: .seconds(1))
            try await rig.following { worker in
                try await rig.waitUntilDone(worker)
                try await stack.slapd.suspend()
                await #expect(throws: LDAPError.self) { try await impatient.position() }
                #expect(try rig.state.read { try $0.mailboxCounts() } == [.open: 11])
                stack.slapd.resume()
                try await stack.slapd.modify(Sample.status("blocked", of: 1))
                try await rig.waitUntilDone(worker)
                #expect(try rig.mailbox(Sample.user(1))?.state == .blocked)
            }
            try await rig.expectConverged()
        }
    }

    /// A directory that lost its last changes to a restore, and a worker that had seen them.
    private func withRestoredDirectory(_ body: (WorkerRig) async throws -> Void) async throws {
        try await withLocalStack(Sample.options(bandung: 30)) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            let backup = stack.folder.url.appending(path: "backup")
            await stack.slapd.stop()
            try await stack.slapd.copyDatabase(to: backup)
            try await stack.slapd.start()
            try await stack.slapd.modify(
                Sample.delete(Sample.dn(1)) + Sample.status("blocked", of: 2)
                    + SampleEntries.account(
                        "baru@bandungkab.go.id",
                        tenant: Sample.bandung,
                        service: Sample.multidomain
                    )
            )
            try await rig.pass()
            #expect(try await rig.store.archives().count == 1)
            await stack.slapd.stop()
            try await stack.slapd.restoreDatabase(from: backup)
            try await stack.slapd.start()
            try await body(rig)
        }
    }

    @Test func `a restored directory is not followed, and an audit mends what went back in time`() async throws {
        try await withRestoredDirectory { rig in
            await #expect(throws: ProviderBehind.self) { try await rig.pass() }
            #expect(try rig.row("baru@bandungkab.go.id") != nil)
            let findings = try await rig.worker().audit.run(repair: true)
            #expect(findings.vanished.count == 1)
            #expect(findings.stale.count == 2)
            try await rig.pass()
            #expect(try rig.row("baru@bandungkab.go.id") == nil)
            #expect(try rig.mailbox(Sample.user(1))?.state == .open)
            #expect(try rig.mailbox(Sample.user(2))?.state == .open)
            #expect(try await rig.store.archives().count == 1)
            try await rig.expectConverged()
            #expect(try await rig.worker().audit.run(repair: false).isClean)
        }
    }

    @Test func `a worker that runs compares all of a restored directory by itself after a while`() async throws {
        try await withRestoredDirectory { rig in
            var rig = rig
            rig.policy.lostStateGrace = .milliseconds(100)
            try await rig.following { try await rig.waitUntilDone($0) }
            #expect(try rig.row("baru@bandungkab.go.id") == nil)
            #expect(try rig.mailbox(Sample.user(1))?.state == .open)
            try await rig.expectConverged()
        }
    }

    @Test func `an audit without repair changes nothing`() async throws {
        try await withRestoredDirectory { rig in
            let before = try Projection(rig.state)
            #expect(try await rig.worker().audit.run(repair: false).vanished.count == 1)
            #expect(try Projection(rig.state) == before)
            #expect(try rig.state.read { try $0.workCounts() }.waiting == 0)
        }
    }

    /// Replaces one of slapd's settings while `body` runs.
    private func with(
        _ attribute: String,
        _ values: [String],
        on stack: LocalStack,
        _ body: () async throws -> Void
    ) async throws {
        let found = try await stack.slapd.search(
            "(objectClass=*)",
            base: Self.database,
            scope: "base",
            attributes: [attribute]
        )
        let before = found.split(separator: "\n").filter { $0.hasPrefix(attribute) }.joined(separator: "\n")
        let head = "dn: \(Self.database)\nchangetype: modify\nreplace: \(attribute)\n"
        try await stack.slapd.modify(head + values.map { "\(attribute): \($0)\n" }.joined() + "\n")
        try await body()
        try await stack.slapd.modify(head + before + "\n\n")
    }

    @Test func `an access rule that hides everything removes nobody`() async throws {
        try await withLocalStack(Sample.options(bandung: 40)) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            let known = try Projection(rig.state)
            try await with("olcAccess", ["{0}to * by * none"], on: stack) {
                try await stack.slapd.modify(Sample.status("blocked", of: 1))
                await #expect(throws: (any Error).self) { try await rig.pass() }
                await #expect(throws: (any Error).self) { try await rig.worker().audit.run(repair: true) }
                #expect(try Projection(rig.state) == known)
            }
            try await rig.pass()
            #expect(try await rig.store.archives().isEmpty)
            try await rig.expectConverged()
        }
    }

    /// The worker signs in and sees the tree, but no account.
    private static let onlyTheTree = [
        "{0}to attrs=userPassword by anonymous auth by * none", "{1}to dn.regex=\"^mail=\" by * none",
        "{2}to * by dn.exact=\"cn=worker,ou=system,dc=mail,dc=go,dc=id\" read",
    ]

    @Test func `an access rule that hides every account is not believed`() async throws {
        try await withLocalStack(Sample.options(bandung: 40)) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            let known = try Projection(rig.state)
            try await with("olcAccess", Self.onlyTheTree, on: stack) {
                let domain = SampleEntries.domain("x.go.id", tenant: Sample.bandung, service: Sample.multidomain)
                try await stack.slapd.modify(domain)
                let error = await #expect(throws: IngestError.self) { try await rig.pass() }
                #expect(error?.code == .absenceNotBelieved)
                let audit = await #expect(throws: IngestError.self) { try await rig.worker().audit.run(repair: true) }
                #expect(audit?.code == .absenceNotBelieved)
                #expect(try Projection(rig.state).accounts == known.accounts)
            }
            try await rig.pass()
            try await rig.expectConverged()
        }
    }

    @Test func `one hidden agency, believed, is held, and withdrawn when it is seen again`() async throws {
        try await withLocalStack(Sample.options(bandung: 40)) { stack in
            var rig = try WorkerRig(stack, policy: WorkerRig.guardedPolicy)
            rig.policy.believableAbsence = 1
            try await rig.pass()
            try await with("olcAccess", Self.onlyTheTree, on: stack) {
                let domain = SampleEntries.domain("x.go.id", tenant: Sample.bandung, service: Sample.multidomain)
                try await stack.slapd.modify(domain)
                try await rig.pass()
                #expect(try rig.state.read { try $0.holds(in: .open) }.contains { $0.tenant == Sample.bandung })
                #expect(try await rig.store.mailboxes().count >= 40)
            }
            // Seeing an entry again is no change of it: only an audit can tell.
            _ = try await rig.worker().audit.run(repair: true)
            try await rig.pass()
            #expect(try rig.state.read { try $0.holds(in: .open) }.isEmpty)
            #expect(try await rig.store.archives().isEmpty)
            try await rig.expectConverged()
        }
    }

    @Test func `a size limit is an error, never the end of the list`() async throws {
        try await withLocalStack(Sample.options(bandung: 40)) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            let known = try Projection(rig.state)
            let empty = try WorkerRig(stack)
            let limit = "olcLimits: {0}dn.exact=\"cn=worker,ou=system,\(SampleEntries.suffix)\" size=20\n\n"
            let change = "dn: \(Self.database)\nchangetype: modify\n"
            // slapd puts limits in order, and forgets one, only when it starts.
            try await stack.slapd.modify(Sample.status("blocked", of: 1) + "\(change)add: olcLimits\n\(limit)")
            try await stack.slapd.restart()
            let error = await #expect(throws: LDAPError.self) { try await empty.pass() }
            #expect(error?.code == .sizeLimitExceeded)
            // What changed since a cookie is little enough.
            try await rig.pass()
            let audit = await #expect(throws: LDAPError.self) { try await rig.worker().audit.run(repair: true) }
            #expect(audit?.code == .sizeLimitExceeded)
            #expect(try Projection(rig.state).accounts.keys == known.accounts.keys)
            #expect(try empty.state.read { try $0.cookie() }.isEmpty)
            try await stack.slapd.modify("\(change)delete: olcLimits\n\(limit)")
            try await stack.slapd.restart()
            for limited in [rig, empty] {
                try await limited.pass()
                try await limited.expectConverged()
            }
        }
    }

    @Test func `entries loaded offline with old versions are found by an audit`() async throws {
        try await withLocalStack(Sample.options()) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            await stack.slapd.stop()
            let operational = """
                entryUUID: 6ba7b810-9dad-11d1-80b4-00c04fd430c8
                entryCSN: 20200101000000.000000Z#000000#001#000000
                """
            try await stack.slapd.load(
                SampleEntries.account(
                    "lama@bandungkab.go.id",
                    tenant: Sample.bandung,
                    service: Sample.multidomain,
                    attributes: operational
                )
            )
            try await stack.slapd.start()
            try await rig.pass()
            #expect(try rig.row("lama@bandungkab.go.id") == nil)
            let findings = try await rig.worker().audit.run(repair: true)
            #expect(findings.stale == ["6ba7b810-9dad-11d1-80b4-00c04fd430c8"])
            try await rig.pass()
            #expect(try rig.mailbox("lama@bandungkab.go.id")?.state == .open)
            try await rig.expectConverged()
        }
    }

    @Test func `an audit before the first load has nothing to mend`() async throws {
        try await withLocalStack(Sample.options()) { stack in
            let rig = try WorkerRig(stack)
            let error = await #expect(throws: IngestError.self) { try await rig.worker().audit.run(repair: true) }
            #expect(error?.code == .notLoaded)
        }
    }

    @Test func `a state file of another directory is refused`() async throws {
        try await withLocalStack(Sample.options()) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            try rig.state.write { try $0.set(.suffix, to: "dc=other") }
            let error = await #expect(throws: IngestError.self) { try await rig.worker().run() }
            #expect(error?.code == .otherDirectory)
        }
    }
}
