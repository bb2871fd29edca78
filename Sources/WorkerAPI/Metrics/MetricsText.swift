/// Prometheus text exposition format 0.0.4, with names as OpenMetrics wants them: base units, `_total` on counters.
struct MetricsText: Sendable {
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    enum Kind: String, Sendable {
        case gauge, counter, histogram
    }

    typealias Labels = KeyValuePairs<String, String>

    /// One value of a metric.
    struct Sample: Sendable {
        var labels: Labels
        var value: Double

        init(_ labels: Labels, _ value: Double) {
            self.labels = labels
            self.value = value
        }

        init(_ labels: Labels, _ value: Int) {
            self.init(labels, Double(value))
        }
    }

    private(set) var text = ""

    /// One metric with a value per set of labels. A metric without a value is left out altogether: to Prometheus, absent
    /// is not zero.
    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        describe(name, kind, help)
        for sample in samples { write(name, sample.labels, sample.value) }
    }

    /// A metric without labels; `nil` leaves it out.
    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Double?) {
        guard let value else { return }
        add(name, kind, help, [Sample([:], value)])
    }

    /// A metric that counts things.
    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
        add(name, kind, help, Double(value))
    }

    mutating func add(_ name: String, _ help: String, _ histogram: Histogram) {
        describe(name, .histogram, help)
        for (bound, count) in zip(histogram.bounds, histogram.cumulative) {
            write(name + "_bucket", ["le": Self.number(bound)], Double(count))
        }
        write(name + "_bucket", ["le": "+Inf"], Double(histogram.count))
        write(name + "_sum", [:], histogram.sum)
        write(name + "_count", [:], Double(histogram.count))
    }

    private mutating func describe(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    private mutating func write(_ name: String, _ labels: Labels, _ value: Double) {
        let list = labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
        text += list.isEmpty ? "\(name) \(Self.number(value))\n" : "\(name){\(list)} \(Self.number(value))\n"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
    }
}
