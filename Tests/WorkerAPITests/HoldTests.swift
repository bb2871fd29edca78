import DirectoryModel
import Foundation
import Hummingbird
import HummingbirdTesting
import StateDatabase
import SyncEngine
import Testing

@testable import WorkerAPI

struct HoldTests {
    private static func decision(_ fingerprint: String, by person: String = "cn=second") throws -> ByteBuffer {
        ByteBuffer(bytes: try JSONEncoder().encode(DecisionRequest(fingerprint: fingerprint, decidedBy: person)))
    }

    @Test func `a held batch is listed with its list, DNs and fingerprint`() async throws {
        let fixture = try await APIFixture.withHold()
        try await fixture.api().application().test(.router) { client in
            let holds = try await client.execute(uri: "/v1/holds?state=open", method: .get).decoded([HoldSummary].self)
            let hold = try #require(holds.first)
            #expect(hold.level == .tenant)
            #expect(hold.accounts == 10)
            #expect(hold.tenant == "KPPN Bandung")
            let detail = try await client.execute(uri: "/v1/holds/\(hold.id)", method: .get).decoded(HoldDetail.self)
            #expect(detail.list.count == 10)
            #expect(detail.fingerprint.count == 16)
            let account = try #require(detail.list.first { $0.address == "u3@sakti.mail.go.id" })
            #expect(account.dn == "mail=u3@sakti.mail.go.id,\(SampleEntries.accounts)")
            #expect(account.kind == .block)
            #expect(account.before == .active)
            #expect(account.status == .blocked)
            let part = try await client.execute(uri: "/v1/holds/\(hold.id)?offset=8&limit=5", method: .get)
                .decoded(HoldDetail.self)
            #expect(part.list == Array(detail.list[8...]) && part.fingerprint == detail.fingerprint)
            #expect(part.hold.accounts == 10)
            let released = try await client.execute(uri: "/v1/holds?state=released", method: .get)
            #expect(try released.decoded([HoldSummary].self).isEmpty)
        }
    }

    @Test(arguments: ["release", "reject"]) func `a decision about the list that was shown is taken`(_ verdict: String)
        async throws
    {
        let fixture = try await APIFixture.withHold()
        try await fixture.api().application().test(.router) { client in
            let detail = try await client.execute(uri: "/v1/holds/1", method: .get).decoded(HoldDetail.self)
            let answer = try await client.execute(
                uri: "/v1/holds/1/\(verdict)",
                method: .post,
                body: try Self.decision(detail.fingerprint)
            )
            #expect(answer.status == .ok)
            let hold = try answer.decoded(HoldSummary.self)
            #expect(hold.state == (verdict == "release" ? .released : .rejected))
            #expect(hold.decidedBy == "cn=second")
            let counts = try fixture.state.read { try $0.workCounts() }
            #expect(counts.held == (verdict == "release" ? 0 : 10))
            let again = try await client.execute(
                uri: "/v1/holds/1/reject",
                method: .post,
                body: try Self.decision(detail.fingerprint)
            )
            #expect(again.status == .conflict)
            #expect(try again.problem().kind == .notOpen)
        }
    }

    @Test func `a list that changed after it was shown is not released`() async throws {
        let fixture = try await APIFixture.withHold()
        try await fixture.api().application().test(.router) { client in
            let detail = try await client.execute(uri: "/v1/holds/1", method: .get).decoded(HoldDetail.self)
            fixture.directory.set([SampleEntries.account(11, status: .blocked, version: 2)])
            try await fixture.worker.project()
            let answer = try await client.execute(
                uri: "/v1/holds/1/release",
                method: .post,
                body: try Self.decision(detail.fingerprint)
            )
            #expect(answer.status == .conflict)
            #expect(try answer.problem().kind == .listChanged)
            #expect(try fixture.state.read { try $0.hold(1)?.state } == .open)
        }
    }

    @Test func `an unknown batch is 404 and a body without a name is 400`() async throws {
        let fixture = try await APIFixture.withHold()
        try await fixture.api().application().test(.router) { client in
            for uri in ["/v1/holds/7", "/v1/holds/seven"] {
                let answer = try await client.execute(uri: uri, method: .get)
                #expect(answer.status == .notFound)
                #expect(try answer.problem().kind == .notFound)
            }
            let unknown = try await client.execute(
                uri: "/v1/holds/7/release",
                method: .post,
                body: try Self.decision("0123456789abcdef")
            )
            #expect(unknown.status == .notFound)
            let nameless = try await client.execute(
                uri: "/v1/holds/1/release",
                method: .post,
                body: try Self.decision("0123456789abcdef", by: "")
            )
            #expect(try nameless.problem().kind == .badRequest)
            for body in ["{}", "nonsense", #"{"fingerprint":1,"decidedBy":"x"}"#] {
                let answer = try await client.execute(
                    uri: "/v1/holds/1/release",
                    method: .post,
                    body: ByteBuffer(string: body)
                )
                #expect(answer.status == .badRequest)
                #expect(try answer.problem().kind == .badRequest)
            }
            let state = try await client.execute(uri: "/v1/holds?state=forgotten", method: .get)
            #expect(try state.problem().detail == #"state: "forgotten" is none of open, released, rejected, withdrawn"#)
        }
    }
}
