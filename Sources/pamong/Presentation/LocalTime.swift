internal import DirectoryModel
internal import Foundation
internal import WorkerAPI

/// Times as people read them, in the configured zone.
struct LocalTime {
    let zone: TimeZone

    /// `2026-11-21 15:04:05`.
    func text(_ time: Timestamp?) -> String {
        guard let time else { return "never" }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let date = Date(timeIntervalSince1970: Double(time.microseconds) / 1_000_000)
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        let two = { (number: Int?) in (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        return
            "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day)) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
    }

    func text(_ time: APITime?) -> String { text(time?.time) }
}
