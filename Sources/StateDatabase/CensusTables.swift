public import DirectoryModel
internal import GRDB

/// The counts kept per scope: when the ledger began and now. Ledger rows lead from the first to the second.
public struct KeptCounts: Sendable, Hashable {
    /// At the ledger's start, by scope; a scope that was not there yet is missing.
    public var baseline: [Int64: Counts]
    /// Now, by scope.
    public var census: [Int64: Counts]

    /// Puts both together.
    public init(baseline: [Int64: Counts], census: [Int64: Counts]) {
        self.baseline = baseline
        self.census = census
    }
}

extension StateReader {
    /// Every tenant within a service that was ever counted, by the number that ledger, census and baseline use.
    public func scopes() throws -> [Int64: Scope] {
        var scopes: [Int64: Scope] = [:]
        let rows = try Row.fetchCursor(database, sql: "SELECT id, service, tenant FROM scope")
        while let row = try rows.next() { scopes[row[0]] = Scope(service: row[1], tenant: row[2]) }
        return scopes
    }

    /// Both ends of the ledger.
    public func keptCounts() throws -> KeptCounts {
        KeptCounts(baseline: try counts(in: "baseline"), census: try counts(in: "census"))
    }

    private func counts(in table: String) throws -> [Int64: Counts] {
        var counts: [Int64: Counts] = [:]
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT scope, tenants, accounts, registered, blocked, second_factor, administrators FROM \(table)")
        while let row = try rows.next() {
            counts[row[0]] = Counts(
                tenants: row[1], accounts: row[2], registered: row[3], blocked: row[4], secondFactor: row[5],
                administrators: row[6])
        }
        return counts
    }
}
