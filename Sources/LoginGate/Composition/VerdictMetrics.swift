internal import TwoFactor

/// Counts verdicts and alarms among the gate's metrics.
struct VerdictMetrics: VerdictCounting {
    let metrics: GateMetrics

    func count(_ outcome: VerdictRecord.Outcome, _ reason: VerdictReason, protocol purpose: LoginProtocol?) {
        metrics.count(
            "gate_verdicts_total",
            [
                ("outcome", outcome.rawValue), ("reason", reason.rawValue), ("protocol", purpose?.rawValue ?? "none"),
            ]
        )
    }

    func count(_ alarm: GateAlarm) {
        metrics.count("gate_alarms_total", [("alarm", alarm.rawValue)])
    }
}
