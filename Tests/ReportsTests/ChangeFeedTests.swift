import DirectoryModel
import Foundation
import StateDatabase
import Testing

@testable import Reports

@Suite struct ChangeFeedTests {
    private func filled() throws -> LedgerFixture {
        let fixture = try LedgerFixture([1: Counts(accounts: 1)])
        try fixture.record([
            fixture.row(
                .created,
                1,
                at: 9,
                Counts(accounts: 1),
                detail: #"{"address":"siti@example.go.id","status":"uploaded"}"#
            ),
            fixture.row(.changed, 1, at: 3, Counts(registered: 1)),
        ])
        try fixture.record(fixture.move(Counts(accounts: 1), from: 1, to: 4, at: 12))
        return fixture
    }

    private func page(_ fixture: LedgerFixture, _ cursor: String?, limit: Int = 1000) throws -> ChangeFeed {
        try fixture.read { try ChangeFeed(reading: $0, after: cursor, limit: limit) }
    }

    @Test func `pages lead through everything once, in the order of recording`() throws {
        let fixture = try filled()
        var (cursor, seen): (String?, [FeedEvent]) = (nil, [])
        var pages = 0
        while pages < 10 {
            let page = try page(fixture, cursor, limit: 3)
            seen += page.events
            cursor = page.next
            pages += 1
            guard page.more else { break }
        }
        #expect(pages == 2)
        #expect(seen.map(\.event) == ["created", "changed", "movedOut", "movedIn"])
        #expect(seen.map(\.time) == [9, 3, 12, 12].map(LedgerFixture.hour))
        #expect(seen == (try page(fixture, nil).events))
    }

    @Test func `a reader who may see one tenant reads its changes by the same cursors, and nothing of elsewhere`()
        throws
    {
        let fixture = try filled()
        let own = [ReportPlace(service: "multidomain.mail.go.id", tenant: "Kementerian Contoh")]
        let all = try page(fixture, nil)
        var (cursor, seen, more): (String?, [FeedEvent], Bool) = (nil, [], true)
        while more, seen.count < 10 {
            let page = try fixture.read { try ChangeFeed(reading: $0, after: cursor, limit: 1, within: own) }
            (cursor, more) = (page.next, page.more)
            seen += page.events
        }
        #expect(seen.map(\.event) == ["movedIn"] && seen[0].peer == nil && seen[0].detail == nil)
        #expect(cursor == all.next)
        let service = [ReportPlace(service: "sakti.mail.go.id")]
        let events = try fixture.read { try ChangeFeed(reading: $0, within: service) }.events
        #expect(events.map(\.event) == ["created", "changed", "movedOut"] && events[0].detail != nil)
        #expect(events[2].peer == nil)
        let both = try fixture.read { try ChangeFeed(reading: $0, within: own + service) }
        #expect(both == all)
        #expect(try fixture.read { try ChangeFeed(reading: $0, within: []) }.events.isEmpty)
    }

    @Test func `a report is of what its reader may see, and does not name the rest`() throws {
        let fixture = try filled()
        let own = [ReportPlace(service: "sakti.mail.go.id", tenant: "KPPN Bandung")]
        let census = try fixture.read {
            try CensusReport(reading: $0, selection: .init(within: own), generated: LedgerFixture.hour(20))
        }
        #expect(census.tenants.map(\.tenant) == ["KPPN Bandung"] && census.services.map(\.service) == [own[0].service])
        #expect(census.total.uploaded == census.tenants[0].uploaded)
        #expect {
            _ = try fixture.read {
                try CensusReport(
                    reading: $0,
                    selection: .init(service: "multidomain.mail.go.id", within: own),
                    generated: LedgerFixture.hour(20)
                )
            }
        } throws: { error in
            let error = error as? ReportError
            return error?.code == .unknownName && error?.description.contains("known are: sakti.mail.go.id") == true
        }
    }

    @Test func `a cursor at the end stays valid and finds what comes later`() throws {
        let fixture = try filled()
        let end = try page(fixture, nil).next
        let nothing = try page(fixture, end)
        #expect(nothing.events.isEmpty)
        #expect(nothing.next == end)
        try fixture.record([fixture.row(.removed, 4, at: 1, Counts(accounts: -1))])
        #expect(try page(fixture, end).events.map(\.event) == ["removed"])
    }

    @Test func `an event tells who, where, from where and what`() throws {
        let events = try page(try filled(), nil).events
        let moved = try #require(events.last)
        #expect((moved.service, moved.tenant) == ("multidomain.mail.go.id", "Kementerian Contoh"))
        #expect(moved.peer == Scope(service: "sakti.mail.go.id", tenant: "KPPN Bandung"))
        #expect(moved.counts.accounts == 1)
        let created = try #require(events.first)
        #expect(EntryUUID(created.subject) != nil)
        #expect(
            created.detail
                == .object([.init("address", .string("siti@example.go.id")), .init("status", .string("uploaded"))])
        )
    }

    @Test func `a cursor of another ledger is refused with a clear error`() throws {
        let foreign = FeedCursor(ledger: "another", sequence: 1).text
        let error = #expect(throws: ReportError.self) { try page(try filled(), foreign) }
        #expect(error?.code == .badCursor)
        #expect(error?.description.contains("another ledger") == true)
    }

    @Test func `a cursor ahead of the ledger is refused`() throws {
        let ahead = FeedCursor(ledger: LedgerFixture.name, sequence: 5).text
        let error = #expect(throws: ReportError.self) { try page(try filled(), ahead) }
        #expect(error?.description.contains("older copy") == true)
    }

    @Test(arguments: ["", "x", "12", "MTI", "Om5hbWU", "LTE6MGYyYzZjMWU", "💥"])
    func `what is not a cursor is refused`(text: String) throws {
        #expect(code { try page(try filled(), text) } == .badCursor)
    }

    @Test func `a limit of nonsense is kept within reason`() throws {
        #expect(try page(try filled(), nil, limit: -4).events.count == 1)
        #expect(try page(try filled(), nil, limit: .max).events.count == 4)
    }

    @Test func `cursors have no characters that need escaping in a URL`() {
        for sequence in [0, 1, 63, 9_007_199_254_740_993] as [Int64] {
            let cursor = FeedCursor(ledger: "8d9a7c1e-0000-4000-8000-ffffffffffff~?>", sequence: sequence)
            #expect(cursor.text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
            #expect((try? FeedCursor(cursor.text, ledger: cursor.ledger)) == cursor)
        }
    }

    @Test func `a state file without a baseline has no feed`() throws {
        let fixture = try LedgerFixture()
        let empty = try StateDatabase(path: fixture.state.path + ".second")
        defer { try? empty.close() }
        #expect(code { try empty.read { try ChangeFeed(reading: $0) } } == .noLedger)
    }
}
