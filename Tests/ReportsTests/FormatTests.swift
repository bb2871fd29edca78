import DirectoryModel
import Foundation
import FoundationXML
import StateDatabase
import Testing

@testable import Reports

@Suite struct FormatTests {
    private static let nasty = "=HYPERLINK(\"http://x\",\"<script>alert(1)</script>\")\u{1B}[31m"

    private static func fixture() throws -> LedgerFixture {
        let scopes = [
            Scope(service: "sakti.mail.go.id", tenant: "KPPN Bandung"),
            Scope(service: "multidomain.mail.go.id", tenant: nasty),
        ]
        let fixture = try LedgerFixture(
            [1: Counts(tenants: 1, accounts: 10, registered: 8, blocked: 1, administrators: 2)],
            scopes: scopes
        )
        try fixture.record([
            fixture.row(.tenantAdded, 2, at: 1, Counts(tenants: 1)),
            fixture.row(.created, 1, at: 2, Counts(accounts: 1), detail: #"{"address":"a@example.go.id"}"#),
        ])
        try fixture.record(fixture.move(Counts(accounts: 1, registered: 1), from: 1, to: 2, at: 3))
        return fixture
    }

    private static func reports() throws -> [any Report] {
        try fixture().read { reader in
            let (from, to) = (LedgerFixture.hour(0), LedgerFixture.hour(24))
            return [
                try CensusReport(reading: reader, generated: to),
                try DeltaReport(reading: reader, from: from, to: to, generated: to),
                try DeltaReport(reading: reader, from: LedgerFixture.hour(-9), to: to, generated: to),
                try GrowthReport(reading: reader, by: .day, from: LedgerFixture.hour(-99), to: to, generated: to),
                try ChangeFeed(reading: reader),
            ]
        }
    }

    @Test func `the JSON of a delta has the promised shape`() throws {
        let report = try Self.fixture().read {
            try DeltaReport(
                reading: $0,
                from: LedgerFixture.hour(0),
                to: LedgerFixture.hour(24),
                selection: ReportSelection(service: "sakti.mail.go.id"),
                generated: LedgerFixture.hour(24)
            )
        }
        let flows = { (indent: String) in
            """
            "tenants": { "opening": 1, "added": 0, "removed": 0, "closing": 1 },
            \(indent)"accounts": { "opening": 10, "created": 1, "movedIn": 0, "movedOut": 1, "removed": 0, "closing": 10 },
            \(indent)"registered": { "opening": 8, "gained": 0, "lost": 1, "closing": 7 },
            \(indent)"blocked": { "opening": 1, "gained": 0, "lost": 0, "closing": 1 },
            \(indent)"twoFactor": { "opening": 0, "gained": 0, "lost": 0, "closing": 0 }
            """
        }
        #expect(
            report.json() == """
                {
                  "from": "2026-11-01T00:00:00Z",
                  "to": "2026-11-02T00:00:00Z",
                  "generated": "2026-11-02T00:00:00Z",
                  "complete": true,
                  "services": [
                    {
                      "service": "sakti.mail.go.id",
                      \(flows("      "))
                    }
                  ],
                  "tenants": [
                    {
                      "service": "sakti.mail.go.id",
                      "tenant": "KPPN Bandung",
                      \(flows("      "))
                    }
                  ],
                  "total": {
                    \(flows("    "))
                  }
                }

                """
        )
    }

    @Test func `every report can be read back from its JSON`() throws {
        func roundTrip<Value: Report & Equatable>(_ report: Value) throws {
            #expect(try JSONDecoder().decode(Value.self, from: Data(report.json().utf8)) == report)
        }
        for report in try Self.reports() {
            switch report {
            case let report as CensusReport: try roundTrip(report)
            case let report as DeltaReport: try roundTrip(report)
            case let report as GrowthReport: try roundTrip(report)
            case let report as ChangeFeed: try roundTrip(report)
            default: Issue.record("unknown report")
            }
        }
    }

    @Test func `JSON texts are escaped`() {
        #expect(JSONValue.string("\"\\\n\u{1}</script>é\u{2028}").text == #""\"\\\n\u0001\u003c/script>é\u2028""#)
        #expect(JSONValue.array([.null, .boolean(true), .integer(-3)]).text == "[\n  null,\n  true,\n  -3\n]")
        #expect(JSONValue.object([]).text == "{}")
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("two\nlines", "\"two\nlines\""),
        ("=1+1", "'=1+1"), ("+62", "'+62"), ("-1", "'-1"), ("@SUM", "'@SUM"), ("\tx", "\"'\tx\""), ("", ""),
        ("＝1", "'＝1"), ("=A,B", "\"'=A,B\""),
    ])
    func `CSV texts are quoted and never formulas`(text: String, field: String) {
        var csv = CSVFormat(header: ["a", "b"])
        csv.add([.text(text), .number(-3)])
        #expect(csv.text == "a,b\r\n\(field),-3\r\n")
    }

    @Test func `every CSV line has as many fields as its header`() throws {
        for report in try Self.reports() {
            let lines = report.csv().replacing(#"\"\""#, with: "").split(separator: "\r\n")
            let counts = lines.map { line in
                line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                    .filter { $0.offset % 2 == 0 }.map { $0.element.count { $0 == "," } }.reduce(0, +)
            }
            #expect(Set(counts).count == 1)
            #expect(lines.count > 1)
        }
    }

    @Test func `tables align texts of any script and strip control characters`() {
        var table = TableFormat(header: ["Name", "N"])
        table.add(["Kota 東京", "1"])
        table.add(["cafe\u{301}", "20"])
        table.addRule()
        table.add(["a\u{1B}[31mb", "300"])
        #expect(
            table.text == """
                Name         N
                ─────────  ───
                Kota 東京    1
                café        20
                ─────────  ───
                a\u{FFFD}[31mb    300

                """
        )
    }

    @Test func `pages and charts hold no markup from the directory and nothing that runs or loads`() throws {
        for report in try Self.reports() {
            for text in [report.html(ReportStyle()), report.svg(ReportStyle())].compactMap({ $0 }) {
                #expect(!text.contains("<script"))
                #expect(!text.contains("\u{1B}"))
                #expect(!text.contains("url("))
                #expect(!text.contains("href"))
                #expect(!text.contains("src="))
            }
        }
    }

    @Test func `a chart leaves its rules to the page that asks for that`() throws {
        var style = ReportStyle(language: .indonesian)
        let embedding = try Self.reports().compactMap { $0.svg(style) }
        style.embedsChartRules = false
        let plain = try Self.reports().compactMap { $0.svg(style) }
        #expect(!plain.isEmpty && plain.allSatisfy { !$0.contains("<style") && !$0.contains("style=") })
        #expect(embedding.allSatisfy { $0.contains(ReportStyle.chartRules) && $0.contains("<desc>") })
    }

    @Test func `charts are well-formed XML`() throws {
        for svg in try Self.reports().compactMap({ $0.svg(ReportStyle(language: .indonesian)) }) {
            let parser = XMLParser(data: Data(svg.utf8))
            #expect(parser.parse(), "\(String(describing: parser.parserError))")
        }
    }

    @Test func `the page uses the dashboard's words and numbers`() throws {
        let fixture = try LedgerFixture([
            1: Counts(tenants: 1, accounts: 128_992, registered: 104_067, blocked: 1_695, administrators: 182)
        ])
        let report = try fixture.read { try CensusReport(reading: $0, generated: LedgerFixture.hour(0)) }
        let page = try report.rendered(as: .html, style: ReportStyle(language: .indonesian))
        for text in [
            "lang=\"id\"", "Email Di-Upload", "128.992", "Email Ter-Registrasi", "104.067",
            "80 % dari email yang di-upload", "Email Di-Block", "1.695", "Total Admin", "182",
            "1 November 2026, 07.00 WIB",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        let english = try report.rendered(as: .html, style: ReportStyle(language: .english, zone: .gmt))
        for text in ["lang=\"en\"", "Uploaded", "128,992", "80 % of the uploaded", "1 November 2026"] {
            #expect(english.contains(text), "\(text)")
        }
    }

    @Test func `a delta's table shows services, total and the tenants with changes`() throws {
        let table = try Self.reports()[1].table(ReportStyle(zone: .gmt))
        #expect(table.hasPrefix("2026-11-01 – 2026-11-02 (UTC, end not included)\n\nUploaded\n"))
        let lines = table.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
        #expect(lines.contains(["sakti.mail.go.id", "10", "1", "0", "1", "0", "10"]))
        #expect(lines.contains(["Total", "10", "1", "0", "0", "0", "11"]))
        #expect(lines.contains(["Tenants", "with", "changes"]))
        #expect(lines.contains(["sakti.mail.go.id", "KPPN", "Bandung", "10", "1", "0", "1", "0", "10"]))
    }

    @Test func `an incomplete report says so wherever it is read`() throws {
        let report = try Self.reports()[2]
        #expect(report.table(ReportStyle()).contains("Not complete"))
        #expect(report.html(ReportStyle(language: .indonesian))?.contains("Tidak lengkap") == true)
        #expect(report.json().contains("\"complete\": false"))
    }

    @Test func `a feed has no chart`() throws {
        let feed = try #require(try Self.reports().last)
        #expect(code { try feed.rendered(as: .svg) } == .noSuchFormat)
        #expect(code { try feed.rendered(as: .html) } == .noSuchFormat)
        for format in ReportFormat.allCases {
            for report in try Self.reports().dropLast() { #expect(try !report.rendered(as: format).isEmpty) }
        }
    }

    @Test func `labels at the ends of lines do not cover each other`() {
        let moved = GrowthChart.apart([100, 101, 102, 380], by: 38, within: 88...378)
        #expect(zip(moved, moved.dropFirst()).allSatisfy { $1 - $0 >= 38 })
        #expect(moved.allSatisfy { (88...378).contains($0) })
    }

    @Test(arguments: [0, 1, 7, 99, 100, 4_088, 128_992, 5_370_000])
    func `an axis ends with a round number not far above the largest value`(largest: Int) {
        let scale = ChartScale(largest: largest, start: 0, length: 100)
        let last = scale.ticks.last ?? 0
        #expect(last >= largest)
        #expect(last <= max(largest * 2, 5))
        #expect((2...6).contains(scale.ticks.count))
        #expect(scale.position(last) == 100)
    }

    @Test func `periods of whole days name their last day`() throws {
        let style = ReportStyle()
        #expect(
            style.period(try ReportTime.parse("2026-11-01"), try ReportTime.parse("2026-12-01"))
                == "1 November 2026 – 30 November 2026"
        )
        #expect(
            style.period(try ReportTime.parse("2026-11-01"), try ReportTime.parse("2026-11-02")) == "1 November 2026"
        )
        #expect(style.number(-1_234_567) == "−1,234,567")
    }
}
