public import DirectoryModel
internal import GRDB

extension StateReader {
    /// Hands to `body`, for every account that was registered before `start` and is known still, the scope it stands in
    /// and when it was registered: what can be told of the time before the ledger. Accounts that have left the directory
    /// count while their row is kept, for they were there when the ledger began; closed ones do not.
    public func forEachRegistration(
        before start: Timestamp,
        _ body: (_ scope: Int64, _ registered: Timestamp) -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT scope, registered FROM account WHERE registered < ? AND status != ?
                """,
            arguments: [start.microseconds, AccountStatus.closed.code]
        )
        while let row = try rows.next() { body(row[0], Timestamp(microseconds: row[1])) }
    }
}
