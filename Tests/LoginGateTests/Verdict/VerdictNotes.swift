import Logging
import Synchronization
import TwoFactor

@testable import LoginGate

/// Keeps what a judge records and counts.
final class VerdictNotes: AuditSink, VerdictCounting {
    private let state = Mutex<(records: [VerdictRecord], alarms: [GateAlarm], counts: Int)>(([], [], 0))

    func write(_ record: VerdictRecord) { state.withLock { $0.records.append(record) } }
    func count(_ outcome: VerdictRecord.Outcome, _ reason: VerdictReason, protocol purpose: LoginProtocol?) {
        state.withLock { $0.counts += 1 }
    }
    func count(_ alarm: GateAlarm) { state.withLock { $0.alarms.append(alarm) } }

    var records: [VerdictRecord] { state.withLock { $0.records } }
    var alarms: [GateAlarm] { state.withLock { $0.alarms } }
    var counts: Int { state.withLock { $0.counts } }
    var last: VerdictRecord? { records.last }

    /// What was recorded since, and forgets it.
    func take() -> [VerdictRecord] {
        state.withLock { state in
            defer { (state.records, state.alarms) = ([], []) }
            return state.records
        }
    }

    func count(of reason: VerdictReason) -> Int { records.count { $0.reason == reason } }
}
