internal import DirectoryModel
internal import SyncEngine

/// When a running worker compares everything: at intervals, and after each session that ended unasked, for a provider
/// that was restarted or restored may have forgotten what it told us. A decision without a clock of its own.
struct AuditClock {
    /// How long after one audit the next is due in any case.
    var interval: Duration
    /// How soon after one audit a broken session may cause another.
    var pause: Duration = .seconds(300)
    /// When the last audit ended.
    var lastAudit: Timestamp?
    private var auditedSessions: Int?

    init(interval: Duration, lastAudit: Timestamp?) {
        self.interval = interval
        self.lastAudit = lastAudit
    }

    /// Whether to audit now. Only a worker that follows is asked: during a refresh everything looks stale.
    mutating func isDue(at now: Timestamp, _ status: WorkerStatus.Values) -> Bool {
        guard status.phase == .following else { return false }
        let since = lastAudit.map { now.since($0) }
        let known = auditedSessions ?? status.sessions
        auditedSessions = known
        guard let since else { return true }
        return since >= interval || (status.sessions > known && since >= pause)
    }

    /// An audit ended.
    mutating func audited(at now: Timestamp, _ status: WorkerStatus.Values) {
        lastAudit = now
        auditedSessions = status.sessions
    }
}
