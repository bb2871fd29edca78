import DirectoryModel
import Foundation
import Hummingbird
import HummingbirdTesting
import Reports
import StateDatabase
import SyncEngine
import Testing

@testable import WorkerAPI

struct AccountListTests {
    /// Twenty accounts: three blocked, two with a second factor, one with an alias, in two tenants.
    private static func fixture() async throws -> APIFixture {
        let fixture = try APIFixture()
        fixture.directory.set(
            SampleEntries.otherTenant()
                + [SampleEntries.account(1, status: .blocked), SampleEntries.account(2, status: .closed)]
                + (3...4).map { SampleEntries.account($0, secondFactor: true) }
                + (18...20).map { SampleEntries.account($0, isElsewhere: true) }
        )
        try await fixture.worker.runOnce(patience: .seconds(60))
        return fixture
    }

    private static func list(_ client: some TestClientProtocol, _ query: String) async throws -> AccountList {
        let answer = try await client.execute(uri: "/v1/accounts?\(query)", method: .get)
        #expect(answer.status == .ok, "\(String(buffer: answer.body))")
        return try answer.decoded(AccountList.self)
    }

    @Test func `accounts are filtered by service, tenant, status and second factor, and counted`() async throws {
        let fixture = try await Self.fixture()
        try await fixture.api().application().test(.router) { client in
            let expected: [(String, Int)] = [
                ("", 20), ("service=sakti.mail.go.id", 20), ("service=nowhere", 0), ("tenant=KPPN%20Bandung", 17),
                ("tenant=KPPN%20Medan&service=sakti.mail.go.id", 3), ("tenant=KPPN%20Medan&status=blocked", 0),
                ("status=blocked", 1), ("status=closed", 1), ("status=active", 18), ("secondFactor=yes", 2),
                ("secondFactor=no", 18), ("secondFactor=no&tenant=KPPN%20Bandung&status=active", 13),
            ]
            for (query, count) in expected {
                let list = try await Self.list(client, query)
                #expect(list.total == count && list.accounts.count == count && list.next == nil, "\(query)")
            }
            let blocked = try #require(try await Self.list(client, "status=blocked").accounts.first)
            #expect(blocked.address == "u1@sakti.mail.go.id" && blocked.service == "sakti.mail.go.id")
            #expect(blocked.dn == "mail=u1@sakti.mail.go.id,\(SampleEntries.accounts)")
            #expect(blocked.tenant == "KPPN Bandung" && blocked.mailHost == "narada" && blocked.quota == 1_000_000)
            #expect(blocked.registered?.time == SampleEntries.base && blocked.secondFactorSince == nil)
            #expect(blocked.uuid == EntryUUID(high: 2, low: 1).description)
        }
    }

    @Test func `a list is of the places its reader may see, and a place that cannot be read is no leave`() async throws
    {
        let fixture = try await Self.fixture()
        let service = "sakti.mail.go.id"
        let expected: [([ReportPlace], Int)] = [
            ([], 0), ([.init(service: service)], 20), ([.init(service: service, tenant: "KPPN Medan")], 3),
            ([.init(service: service, tenant: "KPPN Medan"), .init(service: "nowhere")], 3),
            ([.init(service: service, tenant: "KPPN Medan"), .init(service: service, tenant: "KPPN Bandung")], 20),
        ]
        try await fixture.api().application().test(.router) { client in
            for (places, count) in expected {
                let within = percentEncoded(try Optional(places).queryText() ?? "")
                for query in ["", "&status=active", "&sort=changed", "&service=\(service)"] {
                    let list = try await Self.list(client, "within=\(within)\(query)")
                    #expect(list.total == list.accounts.count && list.total <= count, "\(places) \(query)")
                    if query != "&status=active" { #expect(list.total == count, "\(places) \(query)") }
                }
            }
            for path in ["accounts", "feed", "reports/census"] {
                let answer = try await client.execute(uri: "/v1/\(path)?within=all", method: .get)
                #expect(try answer.problem().kind == .badRequest, "\(path)")
            }
        }
    }

    @Test(arguments: AccountQuery.Sort.allCases)
    func `pages follow each other without gap or repetition, in order`(_ sort: AccountQuery.Sort) async throws {
        let fixture = try await Self.fixture()
        try await fixture.api().application().test(.router) { client in
            var (seen, next): ([AccountList.Item], String?) = ([], nil)
            repeat {
                let after = next.map { "&after=\(percentEncoded($0))" } ?? ""
                let page = try await Self.list(client, "sort=\(sort.rawValue)&limit=6\(after)")
                #expect(page.total == 20 && page.accounts.count <= 6)
                seen += page.accounts
                next = page.next
            } while next != nil && seen.count < 100
            #expect(seen.count == 20 && Set(seen.map(\.uuid)).count == 20)
            let inOrder =
                sort == .address
                ? seen.sorted { $0.address < $1.address } : seen.sorted { $0.changed.time < $1.changed.time }
            #expect(seen == inOrder)
            let skipped = try await Self.list(client, "sort=\(sort.rawValue)&skip=15&limit=3")
            #expect(skipped.accounts == Array(seen[15..<18]))
        }
    }

    @Test func `a page goes on where it was while accounts change, and counts follow them`() async throws {
        let fixture = try await Self.fixture()
        try await fixture.api().application().test(.router) { client in
            let first = try await Self.list(client, "limit=10")
            let third = SampleEntries.account(12, status: .blocked, version: 1)
            fixture.directory.set([third, SampleEntries.account(3, version: 1)])
            try await fixture.worker.project()
            let rest = try await Self.list(client, "limit=10&after=\(percentEncoded(first.next ?? ""))")
            #expect(Set((first.accounts + rest.accounts).map(\.uuid)).count == 20 && rest.next == nil)
            #expect(try await Self.list(client, "status=blocked").total == 2)
            #expect(try await Self.list(client, "secondFactor=yes").total == 1)
            let since = SampleEntries.base + .seconds(120)
            let late = try await Self.list(client, "sort=changed&changedSince=\(percentEncoded(since.rfc3339))")
            #expect(
                late.total == 2 && Set(late.accounts.map(\.address)) == ["u12@sakti.mail.go.id", "u3@sakti.mail.go.id"]
            )
        }
    }

    @Test func `what cannot be read is refused, each with its reason`() async throws {
        let fixture = try await Self.fixture()
        try await fixture.api().application().test(.router) { client in
            let wrong: [(String, ProblemDetails.Kind, String)] = [
                ("status=gone", .badRequest, "status"), ("secondFactor=1", .badRequest, "secondFactor"),
                ("changedSince=soon", .badRequest, "soon"), ("sort=name", .badRequest, "sort"),
                ("limit=0", .badRequest, "limit"), ("limit=1001", .badRequest, "limit"),
                ("skip=-1", .badRequest, "skip"),
                ("after=x", .badCursor, "after"), ("after=a1.u&sort=changed", .badCursor, "after"),
                ("after=c1.now&sort=changed", .badCursor, "after"),
            ]
            for (query, kind, word) in wrong {
                let problem = try await client.execute(uri: "/v1/accounts?\(query)", method: .get).problem()
                #expect(problem.kind == kind && problem.detail.contains(word), "\(query): \(problem)")
            }
        }
    }

    @Test func `before the first load is complete there is no list`() async throws {
        let fixture = try APIFixture()
        try await fixture.api().application().test(.router) { client in
            let problem = try await client.execute(uri: "/v1/accounts", method: .get).problem()
            #expect(problem.kind == .noLedger)
        }
    }

    @Test func `the client asks for all of it over a socket`() async throws {
        let fixture = try await Self.fixture()
        let address = WorkerAPIAddress.socket(path: fixture.path("api.sock"))
        try await fixture.serving(address) { _ in
            let client = WorkerAPIClient(address)
            var query = AccountQuery(service: "sakti.mail.go.id", tenant: "KPPN Bandung", status: .active, limit: 5)
            query.secondFactor = false
            query.changedSince = SampleEntries.base
            let page = try await client.accounts(query)
            #expect(page.total == 13 && page.accounts.count == 5)
            query.after = page.next
            query.skip = 1
            let next = try await client.accounts(query)
            #expect(next.accounts.count == 5 && Set(next.accounts).isDisjoint(with: page.accounts))
        }
    }
}
