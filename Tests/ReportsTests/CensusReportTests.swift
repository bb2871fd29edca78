import DirectoryModel
import StateDatabase
import Testing

@testable import Reports

@Suite struct CensusReportTests {
    private func census(
        _ fixture: LedgerFixture,
        at hour: Int? = nil,
        _ selection: ReportSelection = .everything
    ) throws -> CensusReport {
        try fixture.read {
            try CensusReport(
                reading: $0,
                at: hour.map(LedgerFixture.hour),
                selection: selection,
                generated: LedgerFixture.hour(1000)
            )
        }
    }

    /// The figures of the existing dashboard.
    @Test func `registered is shown in percent of uploaded without decimals`() throws {
        let sakti = Counts(
            tenants: 1,
            accounts: 128_992,
            registered: 104_067,
            blocked: 1_695,
            administrators: 182
        )
        let report = try census(try LedgerFixture([1: sakti]))
        #expect(report.total.registeredPercent == 80)
        #expect(report.total.administrators == 182)
        #expect(report.total.uploaded == 128_992)
        #expect(try census(try LedgerFixture()).total.registeredPercent == nil)
    }

    @Test func `a census of the past is counted back`() throws {
        let fixture = try LedgerFixture([1: Counts(accounts: 10, secondFactor: 1)])
        try fixture.record([
            fixture.row(.changed, 1, at: 5, Counts(secondFactor: 1)),
            fixture.row(.created, 1, at: 7, Counts(accounts: 1)),
            fixture.row(.administratorsChanged, 1, at: 8, Counts(administrators: 3)),
        ])
        #expect(try census(fixture, at: 5).total.twoFactor == 1)
        #expect(try census(fixture, at: 6).total.twoFactor == 2)
        #expect(try census(fixture, at: 7).total.uploaded == 10)
        #expect(try census(fixture).total.uploaded == 11)
        #expect(try census(fixture, at: 8).total.administrators == 0)
        #expect(try census(fixture).total.administrators == 3)
    }

    @Test func `what is recorded ahead of our clock counts in a census of now`() throws {
        let fixture = try LedgerFixture()
        try fixture.record([fixture.row(.created, 1, at: 2000, Counts(accounts: 1))])
        #expect(try census(fixture).total.uploaded == 1)
        #expect(try census(fixture, at: 1000).total.uploaded == 0)
    }

    @Test func `a census of the time before the ledger is refused`() throws {
        #expect(code { try census(try LedgerFixture(), at: -1) } == .beforeLedger)
        #expect(try census(try LedgerFixture([1: Counts(accounts: 4)]), at: 0).total.uploaded == 4)
    }

    @Test func `tenants that are no more are not listed`() throws {
        let fixture = try LedgerFixture([4: Counts(tenants: 1), 5: Counts(tenants: 1)])
        try fixture.record([fixture.row(.tenantRemoved, 4, at: 1, Counts(tenants: -1))])
        #expect(try census(fixture).tenants.map(\.tenant) == ["Kota Contoh"])
        #expect(try census(fixture, at: 1).tenants.count == 2)
    }
}
