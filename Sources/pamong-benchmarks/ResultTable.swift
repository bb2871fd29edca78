/// One measured thing, with what it must reach and what it should.
struct Measurement: Sendable {
    /// How a value is to be read.
    enum Unit: Sendable {
        case ratio, milliseconds, seconds, megabytes, count
    }

    var what: String
    var value: Double
    var unit: Unit
    /// Whether small is good.
    var isCost = true
    var bar: Double
    var aim: Double
    /// What the value was made from.
    var detail = ""

    var verdict: String {
        if reaches(aim) { return "aim" }
        return reaches(bar) ? "bar" : "MISSED"
    }

    private func reaches(_ limit: Double) -> Bool { isCost ? value <= limit : value >= limit }
}

/// The measurements as a table of plain text.
struct ResultTable {
    private var measurements: [Measurement] = []

    mutating func add(_ some: [Measurement]) { measurements += some }

    var text: String {
        let head = ["what", "measured", "bar", "aim", "reached", "from"]
        let rows = [head] + measurements.map(\.cells)
        let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ").trimmingEnd
        }.joined(separator: "\n")
    }
}

extension Measurement {
    fileprivate var cells: [String] {
        let sign = isCost ? "≤ " : "≥ "
        return [what, unit.text(value), sign + unit.text(bar), sign + unit.text(aim), verdict, detail]
    }
}

extension Measurement.Unit {
    func text(_ value: Double) -> String {
        switch self {
        case .ratio: "\(value.rounded(to: 2)) ×"
        case .milliseconds: "\(value.rounded(to: value < 1 ? 3 : value < 10 ? 1 : 0)) ms"
        case .seconds: "\(value.rounded(to: 2)) s"
        case .megabytes: "\(value.rounded(to: 0)) MB"
        case .count: value.rounded(to: 0)
        }
    }
}

extension Double {
    /// As people write it: without a `.0`.
    func rounded(to digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let value = (self * scale).rounded() / scale
        return value == value.rounded() ? "\(Int(value))" : "\(value)"
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    fileprivate var trimmingEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
