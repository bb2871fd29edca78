import DirectoryModel
import StateDatabase

/// What stands around the ledger's rows: when it began, and the counts at both of its ends.
struct LedgerBook {
    let start: Timestamp
    let scopes: [Int64: Scope]
    let kept: KeptCounts

    init(start: Timestamp, scopes: [Int64: Scope], kept: KeptCounts) {
        self.start = start
        self.scopes = scopes
        self.kept = kept
    }

    /// Throws ``ReportError`` (`noLedger`) before the first load is complete.
    init(reading reader: StateReader) throws {
        guard let start = try reader.time(.ledgerStart) else { throw ReportError.noLedger }
        self.init(start: start, scopes: try reader.scopes(), kept: try reader.keptCounts())
    }
}
