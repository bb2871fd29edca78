import DirectoryModel
import StateDatabase
import Testing

@testable import Reports

@Suite struct DeltaReportTests {
    private typealias Fixture = LedgerFixture

    private func delta(
        _ fixture: LedgerFixture,
        _ from: Int,
        _ to: Int,
        _ selection: ReportSelection = .everything
    ) throws -> DeltaReport {
        try fixture.read {
            try DeltaReport(
                reading: $0,
                from: LedgerFixture.hour(from),
                to: LedgerFixture.hour(to),
                selection: selection,
                generated: LedgerFixture.hour(1000)
            )
        }
    }

    @Test func `creations, closes, reopenings and deletions add up`() throws {
        let fixture = try Fixture([1: Counts(tenants: 1, accounts: 10, registered: 8, blocked: 1, secondFactor: 2)])
        let active = Counts(accounts: 1, registered: 1)
        try fixture.record([
            fixture.row(.created, 1, at: 1, Counts(accounts: 1)),
            fixture.row(.changed, 1, at: 2, Counts(registered: 1), detail: #"{"status":["uploaded","active"]}"#),
            fixture.row(.removed, 1, at: 3, -active),
            fixture.row(.created, 1, at: 4, active),
            fixture.row(.changed, 1, at: 5, Counts(blocked: 1)),
            fixture.row(.removed, 1, at: 6, -Counts(accounts: 1, registered: 1, blocked: 1, secondFactor: 1)),
        ])
        let row = try #require(try delta(fixture, 0, 10).services.first { $0.service == "sakti.mail.go.id" })
        #expect(
            row.accounts == AccountFlow(opening: 10, created: 2, movedIn: 0, movedOut: 0, removed: 2, closing: 10)
        )
        #expect(row.registered == QualityFlow(opening: 8, gained: 2, lost: 2, closing: 8))
        #expect(row.blocked == QualityFlow(opening: 1, gained: 1, lost: 1, closing: 1))
        #expect(row.twoFactor == QualityFlow(opening: 2, gained: 0, lost: 1, closing: 1))
        #expect(row.tenants == TenantFlow(opening: 1, added: 0, removed: 0, closing: 1))
    }

    @Test func `from belongs to the period and to does not`() throws {
        let fixture = try Fixture()
        for hour in [4, 5, 6] { try fixture.record([fixture.row(.created, 1, at: hour, Counts(accounts: 1))]) }
        let total = try delta(fixture, 5, 6).total.accounts
        #expect(total == AccountFlow(opening: 1, created: 1, movedIn: 0, movedOut: 0, removed: 0, closing: 2))
    }

    @Test func `a move inside a service shows per tenant only`() throws {
        let fixture = try Fixture([1: Counts(accounts: 5, registered: 5), 2: Counts(accounts: 1)])
        try fixture.record(fixture.move(Counts(accounts: 1, registered: 1), from: 1, to: 2, at: 1))
        let report = try delta(fixture, 0, 2)
        let bandung = try #require(report.tenants.first { $0.tenant == "KPPN Bandung" })
        let surabaya = try #require(report.tenants.first { $0.tenant == "KPPN Surabaya" })
        #expect((bandung.accounts.movedOut, bandung.registered.lost) == (1, 1))
        #expect((surabaya.accounts.movedIn, surabaya.registered.gained) == (1, 1))
        let service = try #require(report.services.first { $0.service == "sakti.mail.go.id" })
        #expect(!service.hasChanges)
        #expect(!report.total.hasChanges)
    }

    @Test func `a move between services shows in both and cancels in the total`() throws {
        let fixture = try Fixture([1: Counts(accounts: 5, blocked: 2)])
        try fixture.record(fixture.move(Counts(accounts: 1, blocked: 1), from: 1, to: 4, at: 1))
        let report = try delta(fixture, 0, 2)
        let services = Dictionary(uniqueKeysWithValues: report.services.map { ($0.service, $0) })
        #expect(services["sakti.mail.go.id"]?.accounts.movedOut == 1)
        #expect(services["sakti.mail.go.id"]?.blocked.lost == 1)
        #expect(services["multidomain.mail.go.id"]?.accounts.movedIn == 1)
        #expect(report.total.accounts.movedIn == 0)
        #expect(report.total.accounts.movedOut == 0)
        #expect(!report.total.hasChanges)
    }

    @Test func `what happens to accounts while they move is not lost on the level they move in`() throws {
        let fixture = try Fixture([1: Counts(accounts: 5, blocked: 1)])
        try fixture.record([
            fixture.row(.movedOut, 1, at: 1, -Counts(accounts: 1), peer: 2),
            fixture.row(.movedIn, 2, at: 1, Counts(accounts: 1, blocked: 1), peer: 1),
            fixture.row(.movedOut, 1, at: 2, -Counts(accounts: 1, blocked: 1), peer: 2),
            fixture.row(.movedIn, 2, at: 2, Counts(accounts: 1), peer: 1),
        ])
        #expect(try delta(fixture, 0, 3).total.blocked == QualityFlow(opening: 1, gained: 1, lost: 1, closing: 1))
        #expect(try delta(fixture, 0, 2).total.blocked == QualityFlow(opening: 1, gained: 1, lost: 0, closing: 2))
    }

    @Test func `tenants that come and go are counted`() throws {
        let fixture = try Fixture([4: Counts(tenants: 1)])
        try fixture.record([
            fixture.row(.tenantAdded, 5, at: 1, Counts(tenants: 1)),
            fixture.row(.tenantRemoved, 4, at: 2, Counts(tenants: -1)),
        ])
        let report = try delta(fixture, 0, 10)
        #expect(report.total.tenants == TenantFlow(opening: 1, added: 1, removed: 1, closing: 1))
        #expect(report.tenants.map(\.tenant) == ["Kementerian Contoh", "Kota Contoh"])
    }

    @Test func `a period that begins before the ledger is marked`() throws {
        let fixture = try Fixture([1: Counts(accounts: 5)])
        try fixture.record([fixture.row(.created, 1, at: 1, Counts(accounts: 1))])
        let report = try delta(fixture, -5, 2)
        #expect(!report.complete)
        #expect(report.reason?.contains("2026-11-01T00:00:00Z") == true)
        #expect(report.from == LedgerFixture.hour(-5))
        #expect((report.total.accounts.opening, report.total.accounts.closing) == (5, 6))
        #expect(try delta(fixture, 0, 2).complete)
        #expect(try delta(fixture, 0, 2).reason == nil)
    }

    @Test func `a period wholly before the ledger, an empty one and unknown names are refused`() throws {
        let fixture = try Fixture()
        #expect(code { try delta(fixture, -5, 0) } == .beforeLedger)
        #expect(code { try delta(fixture, 3, 3) } == .badPeriod)
        #expect(code { try delta(fixture, 3, 2) } == .badPeriod)
        #expect(code { try delta(fixture, 0, 1, ReportSelection(service: "sakit.mail.go.id")) } == .unknownName)
        #expect(code { try delta(fixture, 0, 1, ReportSelection(tenant: "KPPN Tegal")) } == .unknownName)
    }

    @Test func `a state file without a baseline has no report`() throws {
        let fixture = try Fixture()
        let empty = try StateDatabase(path: fixture.state.path + ".second")
        defer { try? empty.close() }
        let found = code {
            try empty.read {
                try DeltaReport(
                    reading: $0,
                    from: LedgerFixture.hour(0),
                    to: LedgerFixture.hour(1),
                    generated: LedgerFixture.hour(2)
                )
            }
        }
        #expect(found == .noLedger)
    }

    @Test func `a selection narrows services, tenants and total`() throws {
        let fixture = try Fixture([1: Counts(accounts: 5), 2: Counts(accounts: 3), 4: Counts(accounts: 7)])
        try fixture.record(fixture.move(Counts(accounts: 1), from: 1, to: 4, at: 1))
        let service = try delta(fixture, 0, 2, ReportSelection(service: "sakti.mail.go.id"))
        #expect(service.services.count == 1)
        #expect((service.total.accounts.opening, service.total.accounts.movedOut) == (8, 1))
        let tenant = try delta(fixture, 0, 2, ReportSelection(tenant: "KPPN Bandung"))
        #expect(tenant.services.isEmpty)
        #expect(tenant.tenants.map(\.tenant) == ["KPPN Bandung"])
        #expect((tenant.total.accounts.opening, tenant.total.accounts.closing) == (5, 4))
    }

    @Test func `two scopes of one name are one tenant`() throws {
        let name = Scope(service: "multidomain.mail.go.id", tenant: "Kota Contoh")
        let fixture = try LedgerFixture([1: Counts(tenants: 1, accounts: 2)], scopes: [name, name])
        try fixture.record(
            fixture.move(Counts(accounts: 1), from: 1, to: 2, at: 1) + [
                fixture.row(.removed, 1, at: 1, Counts(accounts: -1)),
                fixture.row(.tenantRemoved, 1, at: 1, Counts(tenants: -1)),
                fixture.row(.tenantAdded, 2, at: 2, Counts(tenants: 1)),
            ]
        )
        let report = try delta(fixture, 0, 10)
        #expect(report.tenants.count == 1)
        #expect(
            report.tenants.first?.accounts
                == AccountFlow(opening: 2, created: 0, movedIn: 0, movedOut: 0, removed: 1, closing: 1)
        )
    }
}

/// The kind of the report error a closure throws; `nil` when it throws none.
func code(_ body: () throws -> some Any) -> ReportError.Code? {
    do {
        _ = try body()
        return nil
    } catch let error as ReportError {
        return error.code
    } catch {
        return nil
    }
}
