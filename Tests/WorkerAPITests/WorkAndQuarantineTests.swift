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
            let retried = try await client.execute(uri: "/v1/retry", method: .post).decoded(RetryAnswer.self)
            #expect(retried.retried == 1)
            #expect(try fixture.state.read { try $0.workCounts() }.setAside == 0)
            let none = try await client.execute(uri: "/v1/work?limit=-1", method: .get)
            #expect(try none.problem().kind == .badRequest)
        }
    }
}
