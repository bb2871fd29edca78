import DirectoryModel
import Foundation
import StateDatabase

/// A state file of its own in a temporary folder, filled through the worker's own writing side.
final class LedgerFixture {
    let state: StateDatabase
    private let folder: URL
    private var nextSubject: UInt64 = 1

    /// 2026-11-01T00:00:00Z
    static let start = Timestamp(microseconds: 1_793_491_200_000_000)
    static let name = "0f2c6c1e"

    /// Scopes 1…: the first two are tenants of sakti, the third sakti's own accounts, then two of multidomain.
    static let scopes = [
        Scope(service: "sakti.mail.go.id", tenant: "KPPN Bandung"),
        Scope(service: "sakti.mail.go.id", tenant: "KPPN Surabaya"),
        Scope(service: "sakti.mail.go.id", tenant: ""),
        Scope(service: "multidomain.mail.go.id", tenant: "Kementerian Contoh"),
        Scope(service: "multidomain.mail.go.id", tenant: "Kota Contoh"),
    ]

    init(_ baseline: [Int64: Counts] = [:], scopes: [Scope] = LedgerFixture.scopes) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "reports-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        state = try StateDatabase(path: folder.appending(path: "state.sqlite").path)
        try state.write { writer in
            for (index, scope) in scopes.enumerated() {
                let id = Int64(index + 1)
                try writer.save(ScopeRow(id: id, scope: scope, serviceNode: 1, tenantNode: 100 + id))
            }
            for (scope, counts) in baseline { try writer.add(counts, to: scope) }
            try writer.takeBaseline()
            try writer.set(.ledgerStart, to: Self.start)
            try writer.set(.ledgerName, to: Self.name)
        }
    }

    deinit {
        try? state.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// A moment so many hours after the ledger's start.
    static func hour(_ hours: Int) -> Timestamp {
        Timestamp(microseconds: start.microseconds + Int64(hours) * 3_600_000_000)
    }

    /// Reads one state of the file; the file lives at least as long.
    func read<Value>(_ body: (StateReader) throws -> Value) throws -> Value {
        try withExtendedLifetime(self) { try state.read(body) }
    }

    /// Writes rows down and moves the census with them, as the worker does.
    func record(_ rows: [LedgerRow]) throws {
        try state.write { writer in
            for row in rows {
                try writer.append(row, recorded: row.time)
                try writer.add(row.counts, to: row.scope)
            }
        }
    }

    func row(
        _ event: LedgerRow.Event,
        _ scope: Int64,
        at hours: Int,
        _ counts: Counts,
        peer: Int64? = nil,
        detail: String? = nil
    ) -> LedgerRow {
        nextSubject += 1
        return LedgerRow(
            time: Self.hour(hours),
            subject: EntryUUID(high: 7, low: nextSubject),
            scope: scope,
            peer: peer,
            event: event,
            counts: counts,
            detail: detail
        )
    }

    /// Both halves of a move; `counts` is what moves.
    func move(_ counts: Counts, from: Int64, to: Int64, at hours: Int) -> [LedgerRow] {
        [
            row(.movedOut, from, at: hours, -counts, peer: to), row(.movedIn, to, at: hours, counts, peer: from),
        ]
    }
}
