/// Seconds since 1970 to and from `YYYYmmddHHMMSS` in UTC, by the proleptic Gregorian calendar.
enum UTCTime {
    /// Reads 14 digits; `nil` for anything that is not a time of day on a day of the calendar. A leap second counts
    /// as the second after it.
    static func seconds(_ digits: Slice<UnsafeRawBufferPointer>) -> Int64? {
        guard digits.count == 14 else { return nil }
        let start = digits.startIndex
        func part(_ range: Range<Int>) -> Int? {
            number(digits[(start + range.lowerBound)..<(start + range.upperBound)])
        }
        guard let year = part(0..<4), let month = part(4..<6), let day = part(6..<8),
            let hour = part(8..<10), let minute = part(10..<12), let second = part(12..<14)
        else { return nil }
        guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60 else { return nil }
        return Int64(days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second)
    }

    /// Reads decimal digits and nothing else.
    static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
        var value = 0
        for digit in digits {
            guard digit.isDigit else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }

    /// Writes 14 digits.
    static func text(_ seconds: Int64) -> String {
        let days = (Double(seconds) / 86400).rounded(.down)
        let time = Int(seconds) - Int(days) * 86400
        let (year, month, day) = date(Int(days))
        return [(year, 4), (month, 2), (day, 2), (time / 3600, 2), (time / 60 % 60, 2), (time % 60, 2)]
            .map { number, width in
                let digits = String(number)
                return String(repeating: "0", count: max(0, width - digits.count)) + digits
            }
            .joined()
    }

    /// Days since 1970-01-01, reckoned in years that start in March so that leap days come last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
