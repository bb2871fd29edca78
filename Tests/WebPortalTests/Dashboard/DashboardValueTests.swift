import DirectoryModel
import Foundation
import Reports
import Testing
import WorkerAPI

@testable import WebPortal

/// What the pages say, without a server.
struct DashboardValueTests {
    private let jakarta = TimeZone(identifier: "Asia/Jakarta") ?? .gmt

    private func decoded<Value: Decodable>(_ json: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(json.utf8))
    }

    @Test func `the sakti cards are those of the dashboard there was, grouped as the language does`() throws {
        let row: CensusRow = try decoded(
            """
            {"service":"sakti.mail.go.id","tenants":182,"administrators":182,"uploaded":128992,"registered":104067,
            "blocked":1695,"twoFactor":30710}
            """
        )
        let cards = CensusCards(row, hasTenants: true, ReportStyle(language: .indonesian)).cards
        #expect(cards.map(\.figure) == ["182", "128.992", "104.067", "1.695", "30.710", "182"])
        #expect(cards.map(\.label).prefix(2) == ["Total Admin KPPN", "Email Di-Upload"])
        #expect(cards[2].note == "80 % dari email yang di-upload")
        #expect(cards[4].note == "29 % dari email yang ter-registrasi")
        let english = CensusCards(row, hasTenants: false, ReportStyle(language: .english)).cards
        #expect(english.map(\.figure) == ["182", "128,992", "104,067", "1,695", "30,710"])
        let empty: CensusRow = try decoded(
            #"{"tenants":0,"administrators":0,"uploaded":0,"registered":0,"blocked":0,"twoFactor":0}"#
        )
        let none = CensusCards(empty, hasTenants: true, ReportStyle(language: .indonesian)).cards
        #expect(none.allSatisfy { $0.figure == "0" && $0.note == nil } && none[0].label == "Total Admin")
    }

    @Test func `a guard's reason is put into the reader's words, anything else is left as it is`() throws {
        func reason(_ text: String, _ language: ReportLanguage) throws -> String? {
            let hold: HoldSummary = try decoded(
                """
                {"id":7,"state":"open","level":"tenant","service":"s","tenant":"t","reason":"\(text)","accounts":40,
                "opened":"2026-11-01T00:00:00Z","changed":"2026-11-01T00:00:00Z"}
                """
            )
            let style = ReportStyle(language: language)
            return HoldWords(hold: hold, style: style).values["reason"] as? String
        }
        let guarded = "1400 blocks, closes and removals within 3600 seconds of 5000 accounts; 100 are allowed"
        #expect(
            try reason(guarded, .indonesian)
                == "1.400 blokir, penutupan, dan penghapusan dalam 60 menit dari 5.000 akun; batasnya 100."
        )
        #expect(try reason("because", .indonesian) == "because")
    }

    @Test func `every rule there is has words of its own; a newer worker's keeps the worker's`() throws {
        for rule in Violation.Rule.allCases {
            let finding: QuarantineItem.Finding = try decoded(
                #"{"attribute":"mail","rule":"\#(rule.rawValue)","detail":"d","remedy":"r"}"#
            )
            let words = RuleWords(finding, .indonesian)
            #expect(!words.isForeign && words.title != rule.rawValue && words.remedy != "r", "\(rule)")
            #expect(!words.remedy.contains("{"))
        }
        let newer: QuarantineItem.Finding = try decoded(
            #"{"attribute":"mail","rule":"moon-phase","detail":"d","remedy":"wait"}"#
        )
        let words = RuleWords(newer, .indonesian)
        #expect(words.isForeign && words.remedy == "wait")
    }

    @Test func `a month begins with its midnight in the readers' zone`() throws {
        let now = try ReportTime.parse("2026-11-22T08:00:00+07:00")
        #expect(MonthBegun.before(now, in: jakarta) == (try ReportTime.parse("2026-11-01", zone: jakarta)))
        let early = try ReportTime.parse("2026-10-31T18:00:00Z")
        #expect(MonthBegun.before(early, in: jakarta) == (try ReportTime.parse("2026-11-01", zone: jakarta)))
    }

    @Test func `pages are within what there is, and lead on`() {
        let style = ReportStyle(language: .indonesian)
        let second = Paging(number: 2, size: 50)
        #expect(second.part == 50..<100)
        let values = second.values(total: 120, link: "/a?b=c", style)
        #expect(values["previousLink"] as? String == "/a?b=c&halaman=1")
        #expect(values["nextLink"] as? String == "/a?b=c&halaman=3")
        #expect(Paging(number: 1, size: 50).values(total: 50, link: "/a", style).isEmpty)
        #expect(Paging(number: -3, size: 50).number == 1)
        let beyond = Paging(number: 99, size: 50).values(total: 120, link: "/a", style)
        #expect(beyond["previousLink"] as? String == "/a?halaman=3" && beyond["nextLink"] == nil)
    }
}
