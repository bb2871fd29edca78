internal import TwoFactor

/// Counts verdicts for the metrics.
protocol VerdictCounting: Sendable {
    /// A login was judged; `reason` is one of few, so that it may be a label.
    func count(_ outcome: VerdictRecord.Outcome, _ reason: VerdictReason, protocol purpose: LoginProtocol?)
    /// Something happened that somebody should look at: see ``GateAlarm``.
    func count(_ alarm: GateAlarm)
}

/// What wakes an operator.
enum GateAlarm: String, Sendable, CaseIterable {
    /// An account's second factor was active and its secret is gone.
    case tampered
    /// A sealed secret does not open under a ring that is known to be right.
    case sealBroken
    /// Two entries have one address.
    case ambiguousName
    /// The key ring does not fit the directory.
    case keyRing
    /// A service's policy cannot be read or understood.
    case policies
    /// An app password's last use could not be recorded.
    case lastUseNotWritten
    /// Lines of the audit file were lost.
    case auditLost
}
