internal import NIOCore

/// When an alarm is said again: a program that tries to log in every few seconds must not fill the log. A pure value: it is told
/// the times.
struct AlarmPace {
    private struct Subject: Hashable {
        let alarm: GateAlarm
        let account: String
    }

    private static let pause = TimeAmount.minutes(1)
    /// More subjects than this within a pause are one trouble, and told by the metric.
    private static let limit = 1000

    private var said: [Subject: NIODeadline] = [:]

    /// Whether the alarm about this account is to be said now: once a minute.
    mutating func says(_ alarm: GateAlarm, about account: String, at now: NIODeadline) -> Bool {
        let subject = Subject(alarm: alarm, account: account)
        if let last = said[subject], now < last + Self.pause { return false }
        if said.count >= Self.limit { said = said.filter { now < $0.value + Self.pause } }
        guard said.count < Self.limit else { return false }
        said[subject] = now
        return true
    }
}
