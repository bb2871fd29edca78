internal import GRDB

extension StateReader {
    /// What is damaged in the file, in SQLite's words and at most `limit` of it; empty when it is whole. Reads all of it:
    /// about a second for 266,087 accounts.
    public func integrityProblems(limit: Int) throws -> [String] {
        try String.fetchAll(database, sql: "PRAGMA quick_check(\(limit))").filter { $0 != "ok" }
    }
}
