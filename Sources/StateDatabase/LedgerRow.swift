public import DirectoryModel

/// One row of the ledger in full, as the change feed hands it out.
public struct LedgerRow: Sendable, Hashable {
    /// Its place in the order of recording: grows, is never used twice, and is what a cursor remembers.
    public let sequence: Int64
    /// When the directory committed it, or when a removal was learnt of.
    public let time: Timestamp
    /// When it was written down here.
    public let recorded: Timestamp
    /// The entry it is about.
    public let subject: EntryUUID
    /// Where it counts.
    public let scope: Int64
    /// The other scope of a move.
    public let peer: Int64?
    /// What happened.
    public let event: LedgerEvent
    /// What it does to the scope's counts.
    public let counts: Counts
    /// What changed, JSON text as it was recorded.
    public let detail: String?

    /// Puts a row together.
    public init(
        sequence: Int64, time: Timestamp, recorded: Timestamp, subject: EntryUUID, scope: Int64, peer: Int64?,
        event: LedgerEvent, counts: Counts, detail: String?
    ) {
        self.sequence = sequence
        self.time = time
        self.recorded = recorded
        self.subject = subject
        self.scope = scope
        self.peer = peer
        self.event = event
        self.counts = counts
        self.detail = detail
    }
}
