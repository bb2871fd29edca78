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

    /// Throws ``ReportError`` (`noLedger`) before the first load is complete.
    init(reading reader: StateReader) throws {
        guard let start = try reader.time(.ledgerStart) else { throw ReportError.noLedger }
        self.start = start
        scopes = Dictionary(uniqueKeysWithValues: try reader.scopes().map { ($0.id, $0.scope) })
        baseline = try reader.baseline()
        census = try reader.census()
    }
}
