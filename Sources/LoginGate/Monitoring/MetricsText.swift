/// The counts in Prometheus' text format, version 0.0.4.
struct MetricsText {
    private(set) var text = ""

    init(_ state: GateMetrics.State) {
        add("gate_connections_open", "gauge", "Client connections now.", [("", state.open)])
        add("gate_connections_accepted_total", "counter", "Client connections let in.", [("", state.accepted)])
        let refused = GateMetrics.Refusal.allCases.map { ("{reason=\"\($0.rawValue)\"}", state.refused[$0] ?? 0) }
        add("gate_connections_refused_total", "counter", "Clients turned away or cut off.", refused)
        add("gate_messages_total", "counter", "Requests received.", [("", state.messages)])
        add(
            "gate_upstream_connects_total",
            "counter",
            "Connections made to the directory.",
            [("", state.upstreamConnects)]
        )
        add("gate_upstream_failures_total", "counter", "Times the directory failed.", [("", state.upstreamFailures)])
        add(state.binds)
        addLabelled(state.labelled)
    }

    private mutating func add(_ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: Int)])
    {
        text += "# HELP pamong_\(name) \(help)\n# TYPE pamong_\(name) \(type)\n"
        for sample in samples { text += "pamong_\(name)\(sample.labels) \(sample.value)\n" }
    }

    private mutating func add(_ binds: LatencyHistogram) {
        let name = "gate_bind_seconds"
        var below = 0
        var samples: [(String, Int)] = []
        for (bound, count) in zip(LatencyHistogram.bounds, binds.counts) {
            below += count
            samples.append(("_bucket{le=\"\(Double(bound) / 1_000_000)\"}", below))
        }
        samples += [("_bucket{le=\"+Inf\"}", binds.count), ("_count", binds.count)]
        add(name, "histogram", "From a bind's arrival to its answer.", samples)
        text += "pamong_\(name)_sum \(Double(binds.sum) / 1_000_000)\n"
    }

    private mutating func addLabelled(_ counters: [GateMetrics.Labelled: Int]) {
        for (name, group) in Dictionary(grouping: counters, by: \.key.name).sorted(by: { $0.key < $1.key }) {
            let samples = group.map { (Self.labels($0.key.labels), $0.value) }.sorted { $0.0 < $1.0 }
            add(name, "counter", "Counted by label.", samples)
        }
    }

    private static func labels(_ labels: [[String]]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0[0])=\"\(escaped($0[1]))\"" }.joined(separator: ",") + "}"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
