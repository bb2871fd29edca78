import DirectoryModel
import Foundation
import StateDatabase
import Testing

struct HeldWhileUnderWayTests {
    @Test func `work that is held while its step is under way stays on the list`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "pamong-\(UUID()).sqlite").path
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
        let state = try StateDatabase(path: path)
        defer { try? state.close() }
        let now = Timestamp.now
        try state.write { writer in
            try writer.requestWork(account: 7, urgency: .block, due: now, committed: now)
            try writer.insert(Suspect(time: now, account: 7, scope: 1, kind: .block, before: .active))
        }
        let underWay = try #require(try state.read { try $0.work(account: 7) })
        try state.write { writer in
            let suspect = try #require(
                try writer.reader.passedButUndone(since: now - .seconds(1), scopes: [1]).first
            )
            let hold = try writer.insert(
                Hold(opened: now, changed: now, level: .all, service: nil, tenant: nil, reason: "test")
            )
            try writer.move(suspect, to: hold)
        }
        #expect(try state.write { try $0.finishWork(account: 7, revision: underWay.revision) } == false)
        #expect(try state.read { try $0.work(account: 7)?.hold } != nil)
    }
}
