import DirectoryModel
import Foundation
import Logging
import Testing

@testable import LoginGate
@testable import TwoFactor

@Suite struct `The audit file` {
    private let notes = VerdictNotes()
    private let path = FileManager.default.temporaryDirectory.appending(path: "audit-\(UUID().uuidString).jsonl").path

    private func record(_ account: String?, wouldRefuse: VerdictReason? = nil) -> VerdictRecord {
        VerdictRecord(
            time: Timestamp(microseconds: 1_780_000_000_123_456),
            account: account,
            entryUUID: EntryUUID(high: 1, low: 2),
            service: "mail.go.id",
            protocol: .imap,
            client: "192.0.2.7",
            outcome: .admitted,
            reason: .notDue,
            wouldRefuse: wouldRefuse,
            microseconds: 312
        )
    }

    private func lines(_ path: String) throws -> [VerdictRecord] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONDecoder().decode(VerdictRecord.self, from: Data($0.utf8)) }
    }

    private func file(limit: Int = 1 << 20) throws -> AuditFile {
        try AuditFile(path: path, limit: limit, counting: notes, logger: Logger(label: "audit"))
    }

    @Test func `each record is a line that any JSON decoder reads, whatever is in its texts`() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let audit = try file()
        let odd = "siti\"\\\n\u{1}é@x"
        let records = [record("siti@mail.go.id", wouldRefuse: .noSecondFactor), record(nil), record(odd)]
        for record in records { audit.write(record) }
        audit.flush()
        #expect(try lines(path) == records)
        #expect(records[0].moment == Timestamp(microseconds: 1_780_000_000_123_456))
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasPrefix(#"{"time":"2026-05-28T20:26:40.123456Z","account":"siti@mail.go.id","entryUUID":"#))
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 & ~0o640 == 0)
    }

    @Test func `it is appended to, and goes on under its name after it was moved away`() throws {
        let old = path + ".1"
        defer { for path in [path, old] { try? FileManager.default.removeItem(atPath: path) } }
        try file().flush()
        let audit = try file()
        audit.write(record("a@b.id"))
        audit.flush()
        try FileManager.default.moveItem(atPath: path, toPath: old)
        audit.write(record("c@d.id"))
        audit.flush()
        audit.reopen()
        audit.flush()
        audit.write(record("e@f.id"))
        audit.flush()
        #expect(try lines(old).map(\.account) == ["a@b.id", "c@d.id"])
        #expect(try lines(path).map(\.account) == ["e@f.id"])
    }

    @Test func `what the disk does not take is counted, and what cannot be opened is an error`() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let audit = try file(limit: 10)
        audit.write(record("a@b.id"))
        audit.flush()
        audit.write(record("a@b.id"))
        audit.flush()
        #expect(notes.alarms.contains(.auditLost))
        #expect(throws: AuditFileError.self) {
            try AuditFile(path: "/proc/none/audit", counting: notes, logger: Logger(label: "audit"))
        }
    }

    @Test func `many threads write whole lines`() async throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let audit = try file(limit: 64 << 20)
        await withTaskGroup { group in
            for task in 0..<8 {
                group.addTask { for index in 0..<2000 { audit.write(self.record("a\(task)-\(index)@b.id")) } }
            }
        }
        audit.flush()
        #expect(Set(try lines(path).compactMap(\.account)).count == 16_000)
    }
}
