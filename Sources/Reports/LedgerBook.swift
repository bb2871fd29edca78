import DirectoryModel
import StateDatabase

/// What stands around the ledger's rows: when it began, and the counts at both of its ends.
struct LedgerBook {
    let start: Timestamp
    let scopes: [Int64: Scope]
    /// The counts when it began; a scope that came later is missing.
    let baseline: [Int64: Counts]
    /// The counts now.
    let census: [Int64: Counts]

    /// Throws ``ReportError``: `noLedger` before the first load is complete, `doesNotAddUp` for counts of a tenant that
    /// has no name.
    init(reading reader: StateReader) throws {
        guard let start = try reader.time(.ledgerStart) else { throw ReportError.noLedger }
        self.start = start
        scopes = Dictionary(uniqueKeysWithValues: try reader.scopes().map { ($0.id, $0.scope) })
        baseline = try reader.baseline()
        census = try reader.census()
        for scope in [baseline.keys, census.keys].joined() where scopes[scope] == nil {
            throw ReportError.strayScope(scope)
        }
    }

    /// Whether a scope has a name, by number: scopes are numbered from 1 without great gaps, so arrays serve.
    var known: [Bool] {
        var known = Array(repeating: false, count: Int(scopes.keys.max() ?? 0) + 1)
        for scope in scopes.keys { known[Int(scope)] = true }
        return known
    }
}
