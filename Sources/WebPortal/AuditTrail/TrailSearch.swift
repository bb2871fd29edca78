internal import DirectoryModel
internal import Foundation
internal import LDAPClient

/// What was typed into the form above the audit trail.
struct TrailSearch: Sendable {
    /// What is typed wrongly.
    enum Fault: Error {
        case date, order, author, entry, cursor
    }

    var from = ""
    var to = ""
    var author = ""
    var entry = ""
    var kind = ""
    var before = ""

    /// Everything but the place, for the addresses of further pages.
    var query: String {
        let allowed = CharacterSet.alphanumerics
        return [("dari", from), ("sampai", to), ("pelaku", author), ("entri", entry), ("jenis", kind)]
            .filter { !$1.isEmpty }
            .map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")" }
            .joined(separator: "&")
    }

    /// The stretch of time: days in the readers' zone, both included, as far as the log goes back.
    func period(_ timeZone: TimeZone, now: Timestamp, kept: Duration) throws(Fault) -> (
        newest: Timestamp, oldest: Timestamp
    ) {
        let first = try from.isEmpty ? now - kept : Self.day(from, timeZone)
        var last = try to.isEmpty ? now + .seconds(1) : Self.day(to, timeZone) + .seconds(86_400)
        guard first < last else { throw .order }
        if !before.isEmpty {
            guard let microseconds = Int64(before), microseconds > 0 else { throw .cursor }
            last = min(last, Timestamp(microseconds: microseconds))
        }
        return (last, max(first, now - kept))
    }

    /// The first moment of a day such as 2026-01-26.
    private static func day(_ text: String, _ timeZone: TimeZone) throws(Fault) -> Timestamp {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, text.count == 10 else { throw .date }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let components = DateComponents(year: parts[0], month: parts[1], day: parts[2])
        guard components.isValidDate(in: calendar), let date = calendar.date(from: components) else { throw .date }
        return Timestamp(microseconds: Int64(date.timeIntervalSince1970) * 1_000_000)
    }
}
