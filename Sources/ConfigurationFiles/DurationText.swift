/// Reads and writes durations as people give them: `90d`, `6h`, `5m`, `5s`, `250ms`, or several such parts: `1h30m`.
package enum DurationText {
    /// What is allowed, for error messages.
    package static let allowed = "a duration such as 90d, 6h, 5m, 5s, 250ms or 1h30m"

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("ms", 1), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
    ]

    /// `nil` for anything that is not a duration; a bare number is not, for nobody knows of what.
    package static func parse(_ text: String) -> Duration? {
        var rest = text.filter { $0 != " " }[...]
        guard !rest.isEmpty else { return nil }
        var total: Int64 = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int64(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            guard let unit = units.first(where: { rest.hasPrefix($0.name) }) else { return nil }
            rest = rest.dropFirst(unit.name.count)
            let (part, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
            let (sum, isTooLong) = total.addingReportingOverflow(part)
            guard !overflow, !isTooLong else { return nil }
            total = sum
        }
        return .milliseconds(total)
    }

    /// The largest two units that are not nothing: `2d 3h`, `1m 5s`, `0.25s`.
    package static func format(_ duration: Duration) -> String {
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        guard abs(milliseconds) >= 1000 else { return "\(Double(milliseconds) / 1000)s" }
        var rest = abs(milliseconds)
        var parts: [String] = []
        for unit in units.dropFirst() where rest >= unit.milliseconds {
            parts.append("\(rest / unit.milliseconds)\(unit.name)")
            rest %= unit.milliseconds
        }
        return (milliseconds < 0 ? "-" : "") + parts.prefix(2).joined(separator: " ")
    }
}
