public import DirectoryModel

/// What one ledger row does to the counts, without who it was about: the columns of the covering index `ledger_time`,
/// so that half a million rows are summed without touching the table.
public struct LedgerMovement: Sendable, Hashable {
    /// When it happened, in microseconds since 1970 UTC.
    public var time: Int64
    /// The scope whose counts it moves.
    public var scope: Int64
    /// The other scope of a move.
    public var peer: Int64?
    /// What happened.
    public var event: LedgerRow.Event
    /// What it does to the scope's counts.
    public var counts: Counts

    /// Puts a row together.
    public init(time: Int64, scope: Int64, peer: Int64? = nil, event: LedgerRow.Event, counts: Counts) {
        self.time = time
        self.scope = scope
        self.peer = peer
        self.event = event
        self.counts = counts
    }
}
