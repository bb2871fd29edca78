internal import Logging
internal import TwoFactor

/// Where verdicts and alarms go: the audit file, the metrics, the log.
struct VerdictLog: Sendable {
    let audit: any AuditSink
    let counting: any VerdictCounting
    let logger: Logger

    /// Records and counts a verdict.
    func note(_ record: VerdictRecord) {
        audit.write(record)
        counting.count(record.outcome, record.reason, protocol: record.protocol)
    }

    /// Counts an alarm and says it.
    func alarm(_ alarm: GateAlarm, _ words: String, of attempt: LoginAttempt? = nil) {
        counting.count(alarm)
        var metadata: Logger.Metadata = ["alarm": "\(alarm.rawValue)"]
        if let account = attempt?.account {
            metadata["account"] = "\(account.address)"
            metadata["entryUUID"] = "\(account.entryUUID)"
        }
        logger.error("\(words)", metadata: metadata)
    }
}
