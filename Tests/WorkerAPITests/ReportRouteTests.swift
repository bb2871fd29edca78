import DirectoryModel
import Foundation
import Hummingbird
import HummingbirdTesting
import Reports
import StateDatabase
import SyncEngine
import Testing

@testable import WorkerAPI

struct ReportRouteTests {
    @Test func `census, delta and growth add up over HTTP as they do in the state file`() async throws {
        let fixture = try await APIFixture.withHold()
        try await fixture.api().application().test(.router) { client in
            let census = try await client.execute(uri: "/v1/reports/census", method: .get).decoded(CensusReport.self)
            #expect(census.total.uploaded == 20)
            #expect(census.total.blocked == 10)
            let delta = try await client.execute(uri: "/v1/reports/delta?from=2020-01-01", method: .get)
            let report = try delta.decoded(DeltaReport.self)
            #expect(!report.complete)
            #expect(report.total.blocked.gained == 10)
            #expect(report.services.map(\.service) == ["sakti.mail.go.id"])
            for kind in ["census?", "delta?from=2020-01-01&"] {
                let services = try await client.execute(uri: "/v1/reports/\(kind)rows=services", method: .get)
                let text = String(buffer: services.body)
                #expect(text.contains("sakti.mail.go.id") && !text.contains("KPPN Bandung"), "\(text)")
            }
            let growth = try await client.execute(uri: "/v1/reports/growth?by=day", method: .get)
            #expect(try growth.decoded(GrowthReport.self).total.points.last?.accounts == 20)
        }
    }

    @Test func `a report comes in the form that is asked for`() async throws {
        let fixture = try await APIFixture.withHold()
        try await fixture.api().application().test(.router) { client in
            let csv = try await client.execute(uri: "/v1/reports/census?format=csv", method: .get)
            #expect(csv.headers[.contentType]?.hasPrefix("text/csv") == true)
            let html = try await client.execute(uri: "/v1/reports/census?format=html&language=id", method: .get)
            #expect(html.headers[.contentType]?.hasPrefix("text/html") == true)
            #expect(String(buffer: html.body).contains("<html"))
            let bad = try await client.execute(uri: "/v1/reports/census?format=pdf", method: .get)
            #expect(try bad.problem().kind == .badRequest)
        }
    }

    @Test(arguments: [
        ("/v1/reports/delta", ProblemDetails.Kind.badRequest),
        ("/v1/reports/delta?from=yesterday", .badRequest),
        ("/v1/reports/delta?from=2026-01-02&to=2026-01-01", .badRequest),
        ("/v1/reports/delta?from=2020-01-01&to=2020-02-01", .beforeLedger),
        ("/v1/reports/census?at=2020-01-01", .beforeLedger),
        ("/v1/reports/census?service=nowhere", .notFound),
        ("/v1/reports/growth?by=hour", .badRequest),
        ("/v1/feed?cursor=nonsense", .badCursor),
        ("/v1/feed?limit=0", .badRequest),
        ("/v1/reports/profit", .notFound),
        ("/v2", .notFound),
    ]) func `what cannot be answered is refused as a problem`(_ uri: String, _ kind: ProblemDetails.Kind) async throws {
        let fixture = try APIFixture()
        try await fixture.worker.project()
        try await fixture.api().application().test(.router) { client in
            let answer = try await client.execute(uri: uri, method: .get)
            #expect(try answer.problem().kind == kind)
        }
    }

    @Test func `without a ledger reports are not available yet`() async throws {
        let fixture = try APIFixture()
        try await fixture.api().application().test(.router) { client in
            let answer = try await client.execute(uri: "/v1/reports/census", method: .get)
            #expect(answer.status == .serviceUnavailable)
            #expect(try answer.problem().kind == .noLedger)
        }
    }

    @Test func `the feed is read page by page and refuses the cursor of another ledger`() async throws {
        let fixture = try await APIFixture.withHold()
        let other = try await APIFixture.withHold()
        let foreign = try other.state.read { try ChangeFeed(reading: $0, limit: 2) }.next
        try await fixture.api().application().test(.router) { client in
            let first = try await client.execute(uri: "/v1/feed?limit=4", method: .get).decoded(ChangeFeed.self)
            #expect(first.events.count == 4)
            #expect(first.more)
            let rest = try await client.execute(uri: "/v1/feed?cursor=\(first.next)", method: .get)
            #expect(try rest.decoded(ChangeFeed.self).events.count == 6)
            let refused = try await client.execute(uri: "/v1/feed?cursor=\(foreign)", method: .get)
            #expect(refused.status == .badRequest)
            #expect(try refused.problem().kind == .badCursor)
        }
    }
}
