internal import DirectoryModel
internal import Foundation
internal import GRDB

extension StateReader {
    /// The rows recorded after `sequence`, in the order of recording, at most `limit`.
    public func ledgerRows(after sequence: Int64, limit: Int) throws -> [LedgerRow] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT sequence, time, recorded, subject, scope, peer, event, accounts, registered, blocked,
                    second_factor, administrators, detail
                FROM ledger WHERE sequence > ? ORDER BY sequence LIMIT ?
                """, arguments: [sequence, limit]
        ).map(LedgerRow.init(row:))
    }

    /// The sequence of the newest row; 0 for an empty ledger.
    public func lastLedgerSequence() throws -> Int64 {
        try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM ledger") ?? 0
    }
}

extension LedgerRow {
    fileprivate init(row: Row) throws {
        let number: Int64 = row[6]
        guard let event = LedgerEvent(rawValue: number) else { throw LedgerEvent.unknown(number) }
        guard let subject = EntryUUID(data: row[3]) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a ledger row without an entryUUID")
        }
        self.init(
            sequence: row[0], time: Timestamp(microseconds: row[1]), recorded: Timestamp(microseconds: row[2]),
            subject: subject, scope: row[4], peer: row[5], event: event,
            counts: Counts(
                tenants: event.tenants, accounts: row[7], registered: row[8], blocked: row[9], secondFactor: row[10],
                administrators: row[11]),
            detail: row[12])
    }
}
