import DirectoryModel
import StateDatabase
import Testing

@testable import Reports

/// What a report must never do: show counts that contradict the ledger.
@Suite struct AddingUpTests {
    static let measures: [(Counts, String)] = [
        (Counts(tenants: 1), "tenants"), (Counts(accounts: 1), "accounts"), (Counts(registered: 1), "registered"),
        (Counts(blocked: -1), "blocked"), (Counts(secondFactor: 1), "twoFactor"),
        (Counts(administrators: 3), "administrators"),
    ]

    private func imbalance(_ body: () throws -> some Any) -> Imbalance? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? ReportError)?.imbalance
        }
    }

    private func tampered(by counts: Counts) throws -> LedgerFixture {
        let fixture = try LedgerFixture([2: Counts(tenants: 1, accounts: 9, registered: 5, blocked: 3)])
        try fixture.record([fixture.row(.created, 2, at: 1, Counts(accounts: 1))])
        try fixture.state.write { try $0.add(counts, to: 2) }
        return fixture
    }

    @Test(arguments: measures.indices)
    func `a tampered census fails with the service, the tenant and the count named`(index: Int) throws {
        let (counts, measure) = Self.measures[index]
        let fixture = try tampered(by: counts)
        let reports: [(StateReader) throws -> Void] = [
            {
                _ = try DeltaReport(
                    reading: $0,
                    from: LedgerFixture.hour(0),
                    to: LedgerFixture.hour(2),
                    generated: LedgerFixture.hour(9)
                )
            },
            { _ = try CensusReport(reading: $0, generated: LedgerFixture.hour(9)) },
            {
                _ = try GrowthReport(
                    reading: $0,
                    by: .day,
                    from: LedgerFixture.hour(0),
                    to: LedgerFixture.hour(9),
                    generated: LedgerFixture.hour(9)
                )
            },
        ]
        for report in reports {
            let found = try #require(imbalance { try fixture.read(report) })
            #expect(found.service == "sakti.mail.go.id")
            #expect(found.tenant == "KPPN Surabaya")
            #expect(found.measure == measure)
            #expect(found.counted != found.census)
        }
    }

    @Test func `the error says who and both numbers`() throws {
        let fixture = try tampered(by: Counts(accounts: 4))
        let error = #expect(throws: ReportError.self) {
            try fixture.read { try CensusReport(reading: $0, generated: LedgerFixture.hour(9)) }
        }
        #expect(error?.code == .doesNotAddUp)
        #expect(
            error?.description.contains(
                "sakti.mail.go.id, tenant KPPN Surabaya: accounts: counting forward from the ledger gives 10, "
                    + "counting back from the census gives 14"
            ) == true
        )
    }

    @Test func `a ledger row without its census move fails`() throws {
        let fixture = try LedgerFixture([1: Counts(accounts: 3)])
        try fixture.state.write { writer in
            try writer.append(fixture.row(.created, 1, at: 1, Counts(accounts: 1)), recorded: LedgerFixture.hour(1))
        }
        let found = imbalance {
            try fixture.read {
                try DeltaReport(
                    reading: $0,
                    from: LedgerFixture.hour(0),
                    to: LedgerFixture.hour(5),
                    generated: LedgerFixture.hour(9)
                )
            }
        }
        #expect((found?.counted, found?.census) == (4, 3))
    }

    @Test func `half a move inside a service fails in the service`() throws {
        let fixture = try LedgerFixture([1: Counts(accounts: 3)])
        try fixture.record([fixture.row(.movedOut, 1, at: 1, Counts(accounts: -1), peer: 2)])
        let found = imbalance {
            try fixture.read {
                try DeltaReport(
                    reading: $0,
                    from: LedgerFixture.hour(0),
                    to: LedgerFixture.hour(5),
                    generated: LedgerFixture.hour(9)
                )
            }
        }
        #expect(found?.service == "sakti.mail.go.id")
        #expect(found?.tenant == nil)
    }

    @Test(arguments: [99, 3] as [Int64])
    func `rows and counts of a tenant without a name fail`(scope: Int64) throws {
        let name = Scope(service: "sakti.mail.go.id", tenant: "KPPN Bandung")
        for isRow in [true, false] {
            let fixture = try LedgerFixture(scopes: [name])
            try fixture.state.write { writer in
                try writer.save(ScopeRow(id: 4, scope: name, serviceNode: 1, tenantNode: 9))
                let row = fixture.row(.created, scope, at: 1, Counts(accounts: 1))
                if isRow { try writer.append(row, recorded: row.time) } else { try writer.add(row.counts, to: scope) }
            }
            let (from, to) = (LedgerFixture.hour(0), LedgerFixture.hour(9))
            #expect(code { try fixture.read { try CensusReport(reading: $0, generated: to) } } == .doesNotAddUp)
            #expect(
                code { try fixture.read { try GrowthReport(reading: $0, by: .day, from: from, to: to, generated: to) } }
                    == .doesNotAddUp
            )
        }
    }

    @Test func `a report about an untouched service is still made`() throws {
        let fixture = try tampered(by: Counts(accounts: 4))
        let report = try fixture.read {
            try CensusReport(
                reading: $0,
                selection: ReportSelection(service: "multidomain.mail.go.id"),
                generated: LedgerFixture.hour(9)
            )
        }
        #expect(report.total.uploaded == 0)
    }
}
