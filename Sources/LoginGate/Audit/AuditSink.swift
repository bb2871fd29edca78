internal import TwoFactor

/// Takes a record of every verdict.
protocol AuditSink: Sendable {
    /// Keeps the record; never waits.
    func write(_ record: VerdictRecord)
}

/// Keeps no records, for gates without an audit file.
struct NoAudit: AuditSink {
    func write(_ record: VerdictRecord) {}
}
