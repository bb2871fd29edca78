import DirectoryModel
import Foundation
import Hummingbird
import HummingbirdTesting
import StateDatabase
import SyncEngine
import Testing

@testable import WorkerAPI

struct WorkAndQuarantineTests {
    @Test func `a bad entry is listed with the rule and how to mend it`() async throws {
        let fixture = try APIFixture()
        fixture.directory.set([SampleEntries.account(21, domain: "elsewhere.example")])
        try await fixture.worker.runOnce(patience: .seconds(60))
        try await fixture.api().application().test(.router) { client in
            let items = try await client.execute(uri: "/v1/quarantine", method: .get).decoded([QuarantineItem].self)
            let item = try #require(items.first)
            #expect(items.count == 1)
            #expect(item.address == "u21@elsewhere.example")
            #expect(!item.isServed)
            #expect(item.findings.map(\.rule) == ["foreign-domain"])
            #expect(item.findings.first?.remedy.contains("associatedDomain") == true)
            let status = try await client.execute(uri: "/v1/status", method: .get).decoded(StatusReport.self)
            #expect(status.quarantined == 1)
        }
    }

    @Test func `the quarantine is given by pages, of a service or a tenant`() async throws {
        let fixture = try APIFixture()
        fixture.directory.set((21...25).map { SampleEntries.account($0, domain: "elsewhere.example") })
        try await fixture.worker.runOnce(patience: .seconds(60))
        try await fixture.api().application().test(.router) { client in
            func page(_ query: String) async throws -> QuarantinePage {
                try await client.execute(uri: "/v1/quarantine/page?\(query)", method: .get).decoded(QuarantinePage.self)
            }
            let all = try await page("")
            #expect(all.total == 5 && all.items.count == 5)
            let second = try await page("offset=2&limit=2")
            #expect(second.total == 5 && second.items == Array(all.items[2..<4]))
            #expect(try await page("offset=9&limit=2").items.isEmpty)
            #expect(try await page("service=sakti.mail.go.id&tenant=KPPN%20Bandung&limit=1").total == 5)
            #expect(try await page("service=sakti.mail.go.id&tenant=KPPN").total == 0)
            #expect(try await page("service=desa.mail.go.id").total == 0)
            let broken = try await client.execute(uri: "/v1/quarantine/page?limit=-1", method: .get)
            #expect(try broken.problem().kind == .badRequest)
        }
    }

    @Test(
        arguments: [
            ("mail=a,ou=accounts,o=KPPN Bandung,cn=sakti,ou=services,dc=x", "sakti", "KPPN Bandung"),
            ("mail=a,ou=accounts,o=Dinas A\\, B,cn=multi,OU=Services,dc=x", "multi", "Dinas A, B"),
            ("mail=a,cn=sakti,ou=services,dc=x", "sakti", nil), ("mail=a,ou=services,dc=x", "a", nil),
            ("ou=services,dc=x", nil, nil), ("mail=a,dc=x", nil, nil),
        ] as [(String, String?, String?)]
    )
    func `where an entry stands is read from its DN`(dn: String, service: String?, tenant: String?) {
        let place = EntryPlace(dn)
        #expect(place.service == service && place.tenant == tenant)
        #expect(place.isIn(service: nil, tenant: nil) && !place.isIn(service: "other", tenant: nil))
    }

    @Test func `work that was set aside is listed with its reason and made due again`() async throws {
        let fixture = try APIFixture()
        try await fixture.worker.project()
        try fixture.state.write { writer in
            let work = try #require(try writer.reader.allWork().first)
            try writer.postponeWork(
                account: work.account,
                revision: work.revision,
                until: .now,
                failure: "no such user",
                setAside: true
            )
        }
        try await fixture.api().application().test(.router) { client in
            let aside = try await client.execute(uri: "/v1/work?state=setAside", method: .get).decoded(WorkList.self)
            #expect(aside.total == 1)
            #expect(aside.items.first?.lastError == "no such user")
            #expect(aside.items.first?.urgency == "create")
            let waiting = try await client.execute(uri: "/v1/work?state=waiting&limit=3", method: .get)
            #expect(try waiting.decoded(WorkList.self).total == 19)
            #expect(try waiting.decoded(WorkList.self).items.count == 3)
            let own = try await client.execute(
                uri: "/v1/work?state=setAside&service=sakti.mail.go.id&tenant=KPPN%20Bandung",
                method: .get
            )
            #expect(try own.decoded(WorkList.self) == aside)
            let others = try await client.execute(uri: "/v1/work?tenant=KPPN%20Jakarta", method: .get)
            #expect(try others.decoded(WorkList.self) == WorkList(total: 0, items: []))
            let retried = try await client.execute(uri: "/v1/retry", method: .post).decoded(RetryAnswer.self)
            #expect(retried.retried == 1)
            #expect(try fixture.state.read { try $0.workCounts() }.setAside == 0)
            let none = try await client.execute(uri: "/v1/work?limit=-1", method: .get)
            #expect(try none.problem().kind == .badRequest)
        }
    }
}
