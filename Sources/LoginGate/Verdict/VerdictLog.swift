internal import DirectoryModel
internal import Logging
internal import NIOCore
internal import Synchronization
internal import TwoFactor

/// Where verdicts and alarms go: the audit file, the metrics, the log.
final class VerdictLog: Sendable {
    let audit: any AuditSink
    let counting: any VerdictCounting
    let logger: Logger
    private let pace = Mutex(AlarmPace())

    init(audit: any AuditSink, counting: any VerdictCounting, logger: Logger) {
        (self.audit, self.counting, self.logger) = (audit, counting, logger)
    }

    /// Records and counts a verdict.
    func note(_ record: VerdictRecord) {
        audit.write(record)
        counting.count(record.outcome, record.reason, protocol: record.protocol)
    }

    /// Counts an alarm and says it; about logins to one account once a minute.
    func alarm(_ alarm: GateAlarm, _ words: String, of attempt: LoginAttempt? = nil) {
        counting.count(alarm)
        if let attempt {
            let account = attempt.account?.address ?? attempt.typed?.text ?? ""
            guard pace.withLock({ $0.says(alarm, about: account, at: .now()) }) else { return }
        }
        var metadata: Logger.Metadata = ["alarm": "\(alarm.rawValue)"]
        if let account = attempt?.account {
            metadata["account"] = "\(account.address)"
            metadata["entryUUID"] = "\(account.entryUUID)"
        }
        logger.error("\(words)", metadata: metadata)
    }
}
