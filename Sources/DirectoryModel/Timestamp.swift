/// A moment, in microseconds since 1970-01-01 UTC: the resolution of an entryCSN, in one machine word.
public struct Timestamp: Hashable, Sendable, Comparable, Codable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before it.
    public let microseconds: Int64

    /// Wraps a count of microseconds.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Orders by time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The moment `duration` later; microseconds are kept, finer parts dropped.
    public static func + (time: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(microseconds: time.microseconds + duration.microseconds)
    }

    /// The moment `duration` earlier.
    public static func - (time: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(microseconds: time.microseconds - duration.microseconds)
    }

    /// How long it was from `earlier` to this moment.
    public func since(_ earlier: Timestamp) -> Duration {
        .microseconds(microseconds - earlier.microseconds)
    }
}

extension Duration {
    /// The whole microseconds of this duration.
    public var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}

extension Timestamp {
    /// Reads a time of the directory: GeneralizedTime (RFC 4517 section 3.3.13) as slapd and the CSNs write it,
    /// `YYYYMMDDHHMMSS[.ffffff]Z`. Other zones than `Z` are not written by slapd for operational attributes and are refused.
    public init?(generalizedTime text: some Collection<UInt8>) {
        guard let time = Array(text).withUnsafeBytes({ Timestamp(generalizedTime: $0) }) else { return nil }
        self = time
    }

    /// The same from borrowed memory.
    public init?(generalizedTime text: UnsafeRawBufferPointer) {
        guard text.count >= 15, text[text.count - 1] == UInt8(ascii: "Z"),
            let year = Self.number(text, 0..<4), let month = Self.number(text, 4..<6),
            let day = Self.number(text, 6..<8), let hour = Self.number(text, 8..<10),
            let minute = Self.number(text, 10..<12), let second = Self.number(text, 12..<14),
            let fraction = Self.fraction(text, 14..<(text.count - 1)),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
        self.init(microseconds: (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000 + fraction)
    }

    private static func number(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int64? {
        var value: Int64 = 0
        for index in range {
            let digit = text[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }

    /// `.ffffff`, or nothing; more digits than six are read over.
    private static func fraction(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int64? {
        guard let point = range.first else { return 0 }
        guard text[point] == UInt8(ascii: ".") else { return nil }
        var value: Int64 = 0
        var scale: Int64 = 100_000
        for index in (point + 1)..<range.upperBound {
            let digit = text[index] &- 0x30
            guard digit < 10 else { return nil }
            value += Int64(digit) * scale
            scale /= 10
        }
        return value
    }

    /// The form `2026-11-21T08:00:00.123456Z` (RFC 3339), the fraction only when there is one.
    public var rfc3339: String {
        let (days, rest) = microseconds.quotientAndRemainder(flooringBy: 86_400_000_000)
        let date = CivilDate(daysSinceEpoch: days)
        let second = rest / 1_000_000
        let fraction = rest % 1_000_000
        let clock = "\(Self.two(second / 3600)):\(Self.two(second / 60 % 60)):\(Self.two(second % 60))"
        let decimals = fraction == 0 ? "" : "." + String(String(1_000_000 + fraction).dropFirst())
        return
            "\(String(String(10_000 + date.year).dropFirst()))-\(Self.two(date.month))-\(Self.two(date.day))T\(clock)\(decimals)Z"
    }

    private static func two(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
