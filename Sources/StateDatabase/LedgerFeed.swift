public import DirectoryModel
internal import Foundation
internal import GRDB

/// A ledger row with its place in the order of recording.
public struct RecordedRow: Sendable, Hashable {
    /// Grows, is never used twice, and is what a feed's cursor remembers.
    public let sequence: Int64
    /// When it was written down.
    public let recorded: Timestamp
    /// The row.
    public let row: LedgerRow
}

extension StateReader {
    /// The rows recorded after `sequence`, in the order of recording, at most `limit`.
    public func ledgerRows(after sequence: Int64, limit: Int) throws -> [RecordedRow] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT sequence, time, recorded, subject, scope, peer, event, accounts, registered, blocked,
                    second_factor, administrators, detail
                FROM ledger WHERE sequence > ? ORDER BY sequence LIMIT ?
                """,
            arguments: [sequence, limit]
        ).map(RecordedRow.init(row:))
    }

    /// The sequence of the newest row; 0 for an empty ledger.
    public func lastLedgerSequence() throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM ledger") ?? 0
    }
}

extension RecordedRow {
    fileprivate init(row: Row) throws {
        let number: Int = row[6]
        guard let event = LedgerRow.Event(rawValue: number) else { throw LedgerRow.Event.unknown(number) }
        guard let subject = EntryUUID(data: row[3]) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a ledger row without an entryUUID")
        }
        sequence = row[0]
        recorded = Timestamp(microseconds: row[2])
        self.row = LedgerRow(
            time: Timestamp(microseconds: row[1]),
            subject: subject,
            scope: row[4],
            peer: row[5],
            event: event,
            counts: Counts(
                tenants: event.tenants,
                accounts: row[7],
                registered: row[8],
                blocked: row[9],
                secondFactor: row[10],
                administrators: row[11]
            ),
            detail: row[12]
        )
    }
}
