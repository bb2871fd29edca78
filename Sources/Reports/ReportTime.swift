public import DirectoryModel
public import Foundation

/// Reads the times people give to reports.
public enum ReportTime {
    /// The zone of dates without a time, unless configured otherwise.
    public static let defaultZone = TimeZone(identifier: "Asia/Jakarta") ?? .gmt

    /// Reads `2026-11-01`, which is the midnight that begins that day in `zone`, or an RFC 3339 time such as
    /// `2026-11-01T08:30:00+07:00` or `2026-11-01T01:30:00.5Z`.
    ///
    /// Throws ``ReportError`` (`badTime`) for anything else, impossible dates such as 30 February included.
    public static func parse(_ text: String, zone: TimeZone = defaultZone) throws -> Timestamp {
        var scanner = TimeScanner(text)
        guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2), scanner.take("-"),
            let day = scanner.number(2)
        else { throw bad(text) }
        if scanner.isAtEnd { return try date(year, month, day, in: zone, text) }
        guard scanner.take("T") || scanner.take("t"), let clock = scanner.clock(), let offset = scanner.offset(),
            scanner.isAtEnd
        else { throw bad(text) }
        let midnight = try date(year, month, day, in: .gmt, text)
        return Timestamp(microseconds: midnight.microseconds + clock - offset)
    }

    private static func date(
        _ year: Int,
        _ month: Int,
        _ day: Int,
        in zone: TimeZone,
        _ text: String
    ) throws -> Timestamp {
        let calendar = Calendar.gregorian(in: zone)
        let wanted = DateComponents(year: year, month: month, day: day)
        guard year > 0, let date = calendar.date(from: wanted) else { throw bad(text) }
        let got = calendar.dateComponents([.year, .month, .day], from: date)
        guard got.year == year, got.month == month, got.day == day else {
            throw ReportError(.badTime, "\"\(text)\": there is no such day in the calendar")
        }
        return Timestamp(calendar.startOfDay(for: date))
    }

    private static func bad(_ text: String) -> ReportError {
        ReportError(
            .badTime,
            "\"\(text)\" is not a time: give a date such as 2026-11-01 or an RFC 3339 time such as 2026-11-01T08:30:00+07:00"
        )
    }
}

extension Calendar {
    static func gregorian(in zone: TimeZone) -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }
}

extension Timestamp {
    /// Whole microseconds; calendar dates, which this is used for, have no finer parts.
    init(_ date: Date) {
        self.init(microseconds: Int64((date.timeIntervalSince1970 * 1_000_000).rounded()))
    }

    var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000) }
}

/// Takes a text apart from the left.
private struct TimeScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func digit() -> Int? {
        guard let byte = rest.first, byte >= 0x30, byte <= 0x39 else { return nil }
        rest.removeFirst()
        return Int(byte - 0x30)
    }

    mutating func number(_ digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// `hh:mm:ss[.fraction]` in microseconds; digits beyond the sixth are dropped.
    mutating func clock() -> Int64? {
        guard let hour = number(2), take(":"), let minute = number(2), take(":"), let second = number(2), hour < 24,
            minute < 60, second <= 60
        else { return nil }
        var fraction = 0
        if take(".") {
            guard let first = digit() else { return nil }
            fraction = first * 100_000
            var scale = 10_000
            while let digit = digit() {
                fraction += digit * scale
                scale /= 10
            }
        }
        return Int64((hour * 60 + minute) * 60 + second) * 1_000_000 + Int64(fraction)
    }

    /// `Z` or `+hh:mm` in microseconds east of Greenwich.
    mutating func offset() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let sign: Int64
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return sign * Int64(hours * 60 + minutes) * 60_000_000
    }
}
