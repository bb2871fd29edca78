import DirectoryModel
import Foundation
import LocalStack
import MailStores
import StateDatabase
import SyncEngine
import TestEntries
import Testing

/// A state file that is damaged, of another version, or on a disk without space.
@Suite(.timeLimit(.minutes(10)))
struct StateFaultTests {
    private typealias Sample = SampleDirectory

    @Test func `a file that is no database is refused, and rebuilt once it is moved away`() async throws {
        try await withLocalStack(Sample.options()) { stack in
            let file = stack.folder.url.appending(path: "state.sqlite")
            try Data(repeating: 0x61, count: 8192).write(to: file)
            let error = #expect(throws: StateError.self) { try StateDatabase(path: file.path) }
            #expect(error?.code == .corrupt)
            #expect(error?.description.contains("move it away") == true)
            try FileManager.default.moveItem(at: file, to: stack.folder.url.appending(path: "state.broken"))
            let rig = try WorkerRig(stack, state: StateDatabase(path: file.path))
            try await rig.pass()
            try await rig.expectConverged()
        }
    }

    @Test func `pages overwritten in a running worker's file end it with a clear error`() async throws {
        try await withLocalStack(Sample.options(bandung: 40)) { stack in
            let path = stack.folder.url.appending(path: "state.sqlite").path
            let first = try WorkerRig(stack, state: StateDatabase(path: path))
            try await first.pass()
            try first.state.close()
            let file = try #require(FileHandle(forUpdatingAtPath: path))
            try file.seek(toOffset: 4096)
            try file.write(contentsOf: Data(repeating: 0xA5, count: 4096 * 12))
            try file.close()
            let error = await #expect(throws: StateError.self) {
                let rig = try WorkerRig(stack, state: StateDatabase(path: path))
                try await rig.worker().run()
            }
            #expect(error?.code == .corrupt)
        }
    }

    @Test func `a file of the version before is brought up to date with all it holds, one of a later version refused`()
        async throws
    {
        try await withLocalStack(Sample.options()) { stack in
            let path = stack.folder.url.appending(path: "state.sqlite").path
            let first = try WorkerRig(stack, state: StateDatabase(path: path))
            try await first.pass()
            let (before, rows) = (try Projection(first.state), try first.ledger())
            try first.state.close()
            try await Self.sqlite(
                """
                ALTER TABLE account DROP COLUMN sessions_revoked;
                ALTER TABLE mailbox DROP COLUMN sessions_revoked; PRAGMA user_version = 1
                """,
                path
            )
            let second = try WorkerRig(
                stack,
                state: StateDatabase(path: path),
                mailboxes: try await first.store.mailboxes()
            )
            #expect(try Projection(second.state) == before)
            #expect(try second.ledger() == rows)
            try await second.pass()
            try await second.expectConverged()
            try second.state.close()
            try await Self.sqlite("PRAGMA user_version = 99", path)
            let error = #expect(throws: StateError.self) { try StateDatabase(path: path) }
            #expect(error?.code == .foreignVersion)
        }
    }

    private static func sqlite(_ statements: String, _ path: String) async throws {
        let program = "import sqlite3, sys; sqlite3.connect(sys.argv[2]).executescript(sys.argv[1])"
        try await ShortCommand("/usr/bin/python3", ["-c", program, statements, path]).run()
    }

    @Test func `a state that is lost is rebuilt without touching a mailbox`() async throws {
        try await withLocalStack(Sample.options()) { stack in
            let rig = try WorkerRig(stack)
            try await rig.pass()
            let mailboxes = try await rig.store.mailboxes()
            let rebuilt = try WorkerRig(stack, mailboxes: mailboxes)
            try await rebuilt.pass()
            #expect(try await rebuilt.store.mailboxes() == mailboxes)
            #expect(!rebuilt.store.operations.contains { if case .archive = $0 { true } else { false } })
            try await rebuilt.expectConverged()
        }
    }

    @Test(.enabled(if: SmallDisk.isPossible))
    func `a full disk stops the work and leaves nothing half done`() async throws {
        try await withLocalStack(Sample.options(bandung: 60)) { stack in
            try await SmallDisk.with(stack.folder.url.appending(path: "small"), kilobytes: 2048) { folder in
                let state = try StateDatabase(path: folder.appending(path: "state.sqlite").path)
                let rig = try WorkerRig(stack, state: state)
                try await rig.following { worker in
                    try await rig.waitUntilDone(worker)
                    let before = try Projection(state)
                    let ballast = try SmallDisk.fill(folder)
                    try await stack.slapd.modify(Self.manyChanges)
                    try await waitUntil("the worker has noticed") {
                        worker.status.current.problem?.contains("no space left") == true
                    }
                    try rig.expectCountsAddUp()
                    let during = try Projection(state)
                    #expect(during.accounts.count >= before.accounts.count)
                    try FileManager.default.removeItem(at: ballast)
                    try await rig.waitUntilDone(worker)
                }
                try await rig.expectConverged()
                try state.close()
            }
        }
    }

    private static var manyChanges: String {
        (1...60).map { Sample.status("blocked", of: $0) }.joined()
            + (0..<400).map {
                SampleEntries.account(
                    "penuh\($0)@bandungkab.go.id",
                    tenant: Sample.bandung,
                    service: Sample.multidomain
                )
            }.joined()
    }

    @Test(.enabled(if: SmallDisk.isPossible))
    func `a first load that does not fit is an error, and complete once there is space`() async throws {
        try await withLocalStack(Sample.options(bandung: 500)) { stack in
            try await SmallDisk.with(stack.folder.url.appending(path: "small"), kilobytes: 1536) { folder in
                let state = try StateDatabase(path: folder.appending(path: "state.sqlite").path)
                let rig = try WorkerRig(stack, state: state)
                let ballast = try SmallDisk.fill(folder)
                let error = await #expect(throws: StateError.self) { try await rig.pass() }
                #expect(error?.code == .full)
                try FileManager.default.removeItem(at: ballast)
                try await rig.pass()
                try await rig.expectConverged()
                try state.close()
            }
        }
    }
}
