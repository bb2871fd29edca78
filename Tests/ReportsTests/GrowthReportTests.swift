import DirectoryModel
import Foundation
import StateDatabase
import Testing

@testable import Reports

@Suite struct GrowthReportTests {
    private func growth(
        _ fixture: LedgerFixture,
        by step: GrowthStep = .day,
        _ from: String,
        _ to: String,
        generated: String = "2027-01-01",
        _ selection: ReportSelection = .everything
    ) throws -> GrowthReport {
        try fixture.read {
            try GrowthReport(
                reading: $0,
                by: step,
                from: try ReportTime.parse(from),
                to: try ReportTime.parse(to),
                selection: selection,
                generated: try ReportTime.parse(generated)
            )
        }
    }

    /// The ledger of the fixture starts at 07:00 in Jakarta on 1 November.
    @Test func `points are counted at the end of each day`() throws {
        let fixture = try LedgerFixture([1: Counts(accounts: 10, registered: 4), 4: Counts(accounts: 2)])
        try fixture.record([
            fixture.row(.created, 1, at: 1, Counts(accounts: 1)),
            fixture.row(.changed, 1, at: 17, Counts(registered: 1)),
            fixture.row(.removed, 4, at: 18, Counts(accounts: -1)),
        ])
        let report = try growth(fixture, "2026-11-01", "2026-11-04")
        #expect(report.total.points.map(\.period) == ["2026-11-01", "2026-11-02", "2026-11-03"])
        #expect(report.total.points.map(\.accounts) == [13, 12, 12])
        let sakti = try #require(report.services.first { $0.service == "sakti.mail.go.id" })
        #expect(sakti.points.map(\.registered) == [4, 5, 5])
        #expect(sakti.points.first?.end.rfc3339 == "2026-11-01T17:00:00Z")
        #expect(report.total.points.allSatisfy { !$0.reconstructed })
    }

    @Test func `the last point is of now when the period is not over`() throws {
        let fixture = try LedgerFixture([1: Counts(accounts: 1)])
        try fixture.record([fixture.row(.created, 1, at: 100, Counts(accounts: 1))])
        let report = try growth(
            fixture,
            by: .month,
            "2026-11-01",
            "2027-11-01",
            generated: "2026-11-03T12:00:00+07:00"
        )
        #expect(report.total.points.map(\.period) == ["2026-11"])
        #expect(report.total.points.first?.end.rfc3339 == "2026-11-03T05:00:00Z")
        #expect(report.total.points.first?.accounts == 1)
    }

    @Test func `before the ledger only registrations are told, and marked`() throws {
        let fixture = try LedgerFixture([1: Counts(accounts: 5, registered: 2)])
        try addAccount(fixture, 1, .active, registered: "2026-09-05")
        try addAccount(fixture, 2, .blocked, registered: "2026-10-05")
        try addAccount(fixture, 3, .closed, registered: "2026-09-06")
        try addAccount(fixture, 4, .uploaded, registered: nil)
        let report = try growth(fixture, by: .month, "2026-08-01", "2026-12-01")
        #expect(report.total.points.map(\.registered) == [0, 1, 2, 2])
        #expect(report.total.points.map(\.reconstructed) == [true, true, true, false])
        #expect(report.total.points.map(\.accounts) == [nil, nil, nil, 5])
        #expect(!report.complete)
        #expect(report.reason != nil)
    }

    @Test func `an account registered long ago and entered later is not counted before`() throws {
        let fixture = try LedgerFixture()
        try addAccount(fixture, 1, .active, registered: "2026-09-05")
        try fixture.record([fixture.row(.created, 1, at: 50, Counts(accounts: 1, registered: 1))])
        #expect(try growth(fixture, by: .month, "2026-10-01", "2026-12-01").total.points.map(\.registered) == [0, 1])
    }

    @Test func `a selection narrows the series`() throws {
        let fixture = try LedgerFixture([1: Counts(accounts: 5), 2: Counts(accounts: 7), 4: Counts(accounts: 9)])
        let report = try growth(
            fixture,
            "2026-11-02",
            "2026-11-03",
            ReportSelection(service: "sakti.mail.go.id", tenant: "KPPN Bandung")
        )
        #expect(report.services.map(\.service) == ["sakti.mail.go.id"])
        #expect(report.total.points.map(\.accounts) == [5])
        #expect(report.complete)
    }

    @Test func `an empty series is refused`() throws {
        #expect(code { try growth(try LedgerFixture(), "2026-11-02", "2026-11-02") } == .badPeriod)
    }

    private func addAccount(
        _ fixture: LedgerFixture,
        _ number: UInt64,
        _ status: AccountStatus,
        registered: String?
    ) throws {
        let account = Account(
            uuid: EntryUUID(high: 1, low: number),
            csn: EntryCSN(time: LedgerFixture.start, order: 0),
            address: MailAddress(trusted: "a\(number)@example.go.id"),
            status: status,
            registered: try registered.map { try ReportTime.parse($0) }
        )
        _ = try fixture.state.write { try $0.insert(AccountRow(account: account, node: 1, scope: 1)) }
    }
}
