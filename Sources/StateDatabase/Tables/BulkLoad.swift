internal import GRDB

extension StateWriter {
    /// Empties everything that a load from the directory fills, and drops the indexes that would slow it. The ledger
    /// and the mailboxes' states are emptied too: without a complete first load there is nothing they could refer to.
    public func beginFirstLoad() throws {
        let indexes = try String.fetchAll(
            database,
            sql: "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        )
        for index in indexes { try database.execute(sql: "DROP INDEX \(index)") }
        try stopTallying()
        let filled = [
            "cookie", "node", "scope", "account", "alias", "quarantine", "mailbox", "work", "suspect", "hold", "proof",
            "ledger", "census", "baseline", "tally",
        ]
        for table in filled { try database.execute(sql: "DELETE FROM \(table)") }
    }

    /// Makes the indexes, that of the aliases included, after a first load, which looks nothing up: where an entry was
    /// sent twice, because it changed on the way, the later row stays. Answers the rows that were dropped.
    public func makeIndexesDroppingDoubles() throws -> [AccountRow] {
        try fillAliases()
        do {
            try makeIndexes()
            return []
        } catch let error as GRDB.DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            let doubles = try reader.doubledAccounts()
            for row in doubles { try deleteAccount(id: row.id) }
            try makeIndexes()
            return doubles
        }
    }

    private func makeIndexes() throws { try sortingInOnePiece(Schema.indexes) }

    /// SQLite sorts in one piece of memory as large as its cache, and beyond that in files. Told to keep temporary data in
    /// memory, it would allocate each row by itself: slower, and without a bound at ten times the accounts.
    func sortingInOnePiece(_ statements: String) throws {
        try database.execute(sql: "PRAGMA temp_store = FILE")
        defer { try? database.execute(sql: "PRAGMA temp_store = MEMORY") }
        try database.execute(sql: statements)
    }
}
