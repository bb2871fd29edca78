import DirectoryModel
import Foundation
import Testing

@testable import WebPortal

/// What the API decides without asking anybody.
struct APIValueTests {
    @Test(arguments: [
        ([], AnswerForm.json), (["*/*"], .json), (["text/csv"], .csv), (["application/*"], .json),
        (["application/json;q=0.2, text/csv;q=0.9"], .csv), (["text/*, application/json;q=0"], .csv),
        (["TEXT/CSV ; q=1.0"], .csv), (["text/html", "*/*;q=0.1"], .json), (["text/csv;q=0, */*"], .json),
    ]) func `of the forms there are the best liked is chosen`(accept: [String], form: AnswerForm) {
        #expect(AnswerForm.chosen(from: [.json, .csv], accept: accept) == form)
    }

    @Test(arguments: ["text/html", "application/json;q=0", "image/png, text/html"])
    func `where none is acceptable none is chosen`(accept: String) {
        #expect(AnswerForm.chosen(from: [.json], accept: [accept]) == nil)
    }

    @Test func `a bucket gives a minute's requests at once, then as fast as it fills`() {
        let start = Timestamp(microseconds: 1_800_000_000_000_000)
        var bucket = TokenBucket(RequestRate(name: "client", perMinute: 6), now: start)
        #expect((1...6).allSatisfy { _ in bucket.take(now: start) })
        let empty = bucket.take(now: start)
        #expect(!empty && bucket.standing(now: start).left == 0 && bucket.standing(now: start).secondsToNext == 10)
        let tooEarly = bucket.take(now: start + .seconds(9))
        let inTime = bucket.take(now: start + .seconds(10))
        let again = bucket.take(now: start + .seconds(10))
        #expect(!tooEarly && inTime && !again)
        // A clock that is put back fills nothing.
        let backwards = bucket.take(now: start - .seconds(3600))
        #expect(!backwards && !bucket.isFull(now: start + .seconds(60)) && bucket.isFull(now: start + .seconds(75)))
    }

    @Test func `programs and addresses are counted apart, and forgotten when they are full again`() async throws {
        var limits = PortalConfiguration.APIRateLimit()
        (limits.perClient, limits.perAddress) = (1, 2)
        let rates = RequestRates(limits)
        let now = Timestamp(microseconds: 1_800_000_000_000_000)
        try await rates.take(.client("a"), now: now)
        await #expect(throws: RateStanding.self) { try await rates.take(.client("a"), now: now) }
        try await rates.take(.client("b"), now: now)
        try await rates.take(.address("a"), now: now)
        #expect(try await rates.take(.address("a"), now: now).left == 0)
        try await rates.take(.client("a"), now: now + .seconds(60))
    }

    @Test func `a query is read as forms write it, and every fault is told`() throws {
        let query = try APIQuery("service=KPPN+Bandung%20I&limit=7", known: ["service", "limit"], zone: .gmt)
        #expect(try query.text("service") == "KPPN Bandung I" && query.limit(50, atMost: 10) == 7)
        #expect(try query.text("tenant") == nil)
        #expect(query.with(cursor: "x").contains("after=x&limit=7&service=KPPN%20Bandung%20I"))
        do {
            _ = try APIQuery("servise=x&limit=1&limit=2", known: ["service", "limit"], zone: .gmt)
            Issue.record("it was taken")
        } catch let problem as APIProblem {
            #expect(problem.errors.map(\.parameter) == ["servise", "limit"])
        }
        for bad in ["a=%zz", "a=%ff"] {
            #expect(throws: APIProblem.self) { try APIQuery(bad, known: ["a"], zone: .gmt) }
        }
    }

    @Test(arguments: ["0", "-1", "11", "1e1", "", "9999999999999999999", "+1"])
    func `a limit outside the range is refused`(text: String) throws {
        let query = try APIQuery("limit=\(escaped(text))", known: ["limit"], zone: .gmt)
        #expect(throws: APIProblem.self) { try query.limit(5, atMost: 10) }
    }

    @Test(arguments: ["2026-02-30", "yesterday", "1969-12-31", "2201-01-01", "2026-01-01T00:00:00 07:00"])
    func `a time that is none is refused`(text: String) throws {
        let query = try APIQuery("at=\(escaped(text))", known: ["at"], zone: .gmt)
        #expect(throws: APIProblem.self) { try query.time("at") }
    }

    @Test func `pages of a list hold together while it changes`() throws {
        var list = (1...20).map { $0 * 10 }
        var (seen, cursor): ([Int], ListCursor?) = ([], nil)
        repeat {
            let page = ListCursor.page(of: list, sortedBy: { [sortable(Int64($0))] }, after: cursor, limit: 3)
            seen += page.items
            cursor = try page.next.map { try ListCursor(reading: $0) }
            // What was shown last goes, and something comes before it and something behind.
            list.removeAll { $0 == seen.last }
            list += [(seen.last ?? 0) - 1, 1000 + seen.count]
        } while cursor != nil && seen.count < 200
        #expect(Set(seen).isSuperset(of: (1...20).map { $0 * 10 }) && Set(seen).count == seen.count)
    }

    @Test(arguments: ["", "%", "bm90IGpzb24", "eyJhIjoxfQ"])
    func `what is no cursor of ours is refused`(text: String) {
        #expect(throws: APIProblem.self) { try ListCursor(reading: text) }
    }

    @Test func `a batch is named by host and number`() {
        let name = HeldBatch.Name("narada-2.mail.go.id-12")
        #expect(name?.host == "narada-2.mail.go.id" && name?.number == 12)
        for bad in ["", "12", "-12", "narada-", "narada-x", "narada-99999999999999999999"] {
            #expect(HeldBatch.Name(bad) == nil, "\(bad)")
        }
    }
}
