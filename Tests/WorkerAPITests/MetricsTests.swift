import DirectoryModel
import Foundation
import Hummingbird
import HummingbirdTesting
import StateDatabase
import SyncEngine
import Testing

@testable import WorkerAPI

struct MetricsTests {
    @Test func `every line is a comment or a sample of a described metric`() async throws {
        let fixture = try await APIFixture.withHold()
        let text = try await Self.metrics(of: fixture)
        let samples = try ExpositionText(text)
        #expect(samples.value("pamong_in_sync") == 1)
        #expect(samples.value("pamong_holds_open") == 1)
        #expect(samples.value("pamong_work{state=\"held\"}") == 10)
        #expect(samples.value("pamong_mailboxes{state=\"open\"}") == 20)
        #expect(samples.value("pamong_changes_total") == 52)
        #expect(samples.value("pamong_sessions_total") == 2)
        #expect(samples.value("pamong_mail_store_up") == 1)
        #expect(samples.value("pamong_accounts{service=\"sakti.mail.go.id\",counted_as=\"blocked\"}") == 10)
        #expect(samples.value("pamong_accounts{service=\"sakti.mail.go.id\",counted_as=\"uploaded\"}") == 20)
        #expect(samples.value("pamong_last_audit_timestamp_seconds") == nil)
    }

    @Test func `proofs are counted once each, and from the start in a new state file`() async throws {
        let fixture = try APIFixture()
        try await fixture.worker.project()
        let histograms = ProofHistograms()
        func look() throws -> ProofHistograms.Values {
            try fixture.state.read { try histograms.update(reading: $0) }
            return histograms.current
        }
        func prove(_ account: Int64, cut: Int, proved: Int) throws {
            let committed = SampleEntries.base
            try fixture.state.write { writer in
                try writer.insert(
                    BlockProof(
                        account: account,
                        committed: committed,
                        cut: committed + .milliseconds(cut),
                        proved: committed + .milliseconds(proved),
                        sessions: 1
                    )
                )
            }
        }
        #expect(try look().cut.count == 0)
        for account in 1...300 { try prove(Int64(account), cut: 4, proved: 1050) }
        #expect(try look().cut.count == 300)
        try prove(301, cut: 700, proved: 1800)
        let values = try look()
        #expect(values.cut.count == 301)
        #expect(values.cut.cumulative.first == 300)
        #expect(abs(values.cut.sum - 1.9) < 1e-6)
        #expect(values.proved.cumulative == [0, 0, 300, 300, 300, 301, 301, 301, 301, 301, 301, 301])
        try fixture.state.write { try $0.beginFirstLoad() }
        try prove(1, cut: 1, proved: 2)
        #expect(try look().cut.count == 1)
    }

    @Test func `a value above the last bound counts in the bucket without one`() {
        var histogram = Histogram(bounds: [1, 2])
        for value in [0.5, 1, 1.5, 99] { histogram.observe(value) }
        #expect(histogram.cumulative == [2, 3])
        #expect(histogram.count == 4)
        var text = MetricsText()
        text.add("x_seconds", "X.", histogram)
        #expect(text.text.contains("x_seconds_bucket{le=\"+Inf\"} 4\nx_seconds_sum 102\nx_seconds_count 4\n"))
    }

    @Test func `label values are escaped`() {
        var text = MetricsText()
        text.add("x", .gauge, "X.", [MetricsText.Sample(["service": "a\"b\\c\nd"], 1)])
        #expect(text.text.hasSuffix("x{service=\"a\\\"b\\\\c\\nd\"} 1\n"))
    }

    private static func metrics(of fixture: APIFixture) async throws -> String {
        try await fixture.api().application().test(.router) { client in
            let answer = try await client.execute(uri: "/metrics", method: .get)
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            return String(buffer: answer.body)
        }
    }
}

/// Reads the text format strictly: a sample must follow the HELP and TYPE of its metric, each metric appears once.
private struct ExpositionText {
    private var values: [String: Double] = [:]

    init(_ text: String) throws {
        var current: (name: String, type: String)?
        var seen: Set<String> = []
        try #require(text.hasSuffix("\n"))
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix("# HELP") {
                #expect(seen.insert(String(words[2])).inserted, "\(words[2]) is described twice")
            } else if line.hasPrefix("# TYPE") {
                current = (String(words[2]), String(words[3]))
                #expect(current?.type != "counter" || words[2].hasSuffix("_total"))
            } else {
                let metric = try #require(current)
                let name = line.prefix { $0 != "{" && $0 != " " }
                let suffixes = metric.type == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
                #expect(suffixes.contains { metric.name + $0 == name }, "\(line)")
                let space = try #require(line.lastIndex(of: " "))
                let value: Double = try #require(Double(String(line[line.index(after: space)...])))
                values[String(line[..<space])] = value
            }
        }
    }

    func value(_ sample: String) -> Double? { values[sample] }
}
