internal import DirectoryModel
internal import GRDB
internal import GRDBSQLite

extension StateReader {
    /// Hands what every ledger row does to the counts to `body`, oldest first.
    ///
    /// This is the pass all reports make over the whole ledger, so it reads SQLite's columns directly: a row costs about
    /// a tenth of a microsecond, where a decoded `Row` costs several times that.
    public func forEachMovement(_ body: (LedgerMovement) -> Void) throws {
        let statement = try database.cachedStatement(
            sql: """
                SELECT time, scope, peer, event, accounts, registered, blocked, second_factor, administrators
                FROM ledger ORDER BY time
                """
        )
        let cursor = statement.sqliteStatement
        defer { sqlite3_reset(cursor) }
        var result = sqlite3_step(cursor)
        while result == SQLITE_ROW {
            body(try Self.movement(at: cursor))
            result = sqlite3_step(cursor)
        }
        guard result == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: result), message: database.lastErrorMessage)
        }
    }

    private static func movement(at cursor: SQLiteStatement) throws -> LedgerMovement {
        let number = Int(sqlite3_column_int64(cursor, 3))
        guard let event = LedgerRow.Event(rawValue: number) else { throw LedgerRow.Event.unknown(number) }
        var counts = Counts(tenants: event.tenants)
        counts.accounts = Int(sqlite3_column_int64(cursor, 4))
        counts.registered = Int(sqlite3_column_int64(cursor, 5))
        counts.blocked = Int(sqlite3_column_int64(cursor, 6))
        counts.secondFactor = Int(sqlite3_column_int64(cursor, 7))
        counts.administrators = Int(sqlite3_column_int64(cursor, 8))
        let hasPeer = event.isMove && sqlite3_column_type(cursor, 2) != SQLITE_NULL
        return LedgerMovement(
            time: sqlite3_column_int64(cursor, 0),
            scope: sqlite3_column_int64(cursor, 1),
            peer: hasPeer ? sqlite3_column_int64(cursor, 2) : nil,
            event: event,
            counts: counts
        )
    }
}

extension LedgerRow.Event {
    /// A number this version does not know means a damaged row, for another version's file is not opened at all.
    static func unknown(_ number: Int) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the ledger holds an unknown event \(number)")
    }
}
