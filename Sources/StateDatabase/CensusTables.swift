public import DirectoryModel
internal import GRDB

extension StateReader {
    /// The counts of every scope when the ledger began; a scope that was not there yet is missing. Ledger rows lead from
    /// these to the census.
    public func baseline() throws -> [Int64: Counts] {
        var counts: [Int64: Counts] = [:]
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT scope, tenants, accounts, registered, blocked, second_factor, administrators FROM baseline"
        )
        while let row = try rows.next() {
            counts[row[0]] = Counts(
                tenants: row[1],
                accounts: row[2],
                registered: row[3],
                blocked: row[4],
                secondFactor: row[5],
                administrators: row[6]
            )
        }
        return counts
    }
}
