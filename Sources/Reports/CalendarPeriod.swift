public import DirectoryModel
public import Foundation

/// How long the steps of a series are.
public enum GrowthStep: String, Sendable, Hashable, CaseIterable, Codable {
    /// Calendar days.
    case day
    /// Calendar months.
    case month
}

extension GrowthStep {
    /// Where a series begins that nobody gave a beginning: 30 days or 12 months up to `end`, the one it lies in included.
    public func usualBeginning(before end: Timestamp, zone: TimeZone = ReportTime.defaultZone) -> Timestamp {
        let calendar = Calendar.gregorian(in: zone)
        let component: Calendar.Component = self == .day ? .day : .month
        let last = Timestamp(microseconds: end.microseconds - 1).date
        let first = calendar.date(byAdding: component, value: self == .day ? -29 : -11, to: last) ?? last
        return Timestamp(calendar.dateInterval(of: component, for: first)?.start ?? first)
    }
}

/// One calendar day or month in a time zone.
struct CalendarPeriod: Hashable {
    /// `2026-11` or `2026-11-21`.
    let label: String
    /// The midnight it begins with.
    let start: Timestamp
    /// The midnight the next one begins with.
    let end: Timestamp

    /// More than a reader or a chart could use: 27 years of days.
    static let most = 10_000

    /// The periods that have any part in `from..<to`, in order.
    static func covering(_ from: Timestamp, _ to: Timestamp, by step: GrowthStep, zone: TimeZone) throws
        -> [CalendarPeriod]
    {
        let calendar = Calendar.gregorian(in: zone)
        let component: Calendar.Component = step == .day ? .day : .month
        var periods: [CalendarPeriod] = []
        var moment = from.date
        while Timestamp(moment) < to {
            guard periods.count < most, let interval = calendar.dateInterval(of: component, for: moment) else {
                throw ReportError(.badPeriod, "more than \(most) periods between \(from.rfc3339) and \(to.rfc3339)")
            }
            let date = calendar.dateComponents([.year, .month, .day], from: interval.start)
            periods.append(
                CalendarPeriod(
                    label: label(date, step),
                    start: Timestamp(interval.start),
                    end: Timestamp(interval.end)
                )
            )
            moment = interval.end
        }
        return periods
    }

    private static func label(_ date: DateComponents, _ step: GrowthStep) -> String {
        let month = "\(date.year ?? 0)-\(twoDigits(date.month ?? 0))"
        return step == .month ? month : "\(month)-\(twoDigits(date.day ?? 0))"
    }
}

func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
}
