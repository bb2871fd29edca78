import DirectoryModel
import Foundation
import Hummingbird
import HummingbirdTesting
import LocalStack
import StateDatabase
import SyncEngine
import Testing

@testable import WorkerAPI

struct StatusTests {
    @Test func `before the first session the worker is alive but not ready`() async throws {
        let fixture = try APIFixture()
        try await fixture.api().application().test(.router) { client in
            #expect(try await client.execute(uri: "/healthz", method: .get).status == .ok)
            let answer = try await client.execute(uri: "/readyz", method: .get)
            #expect(answer.status == .serviceUnavailable)
            let readiness = try answer.decoded(Readiness.self)
            #expect(!readiness.ready)
            #expect(readiness.reason == "no session with the directory yet")
        }
    }

    @Test func `in sync it is ready, and the status counts what is there`() async throws {
        let fixture = try APIFixture()
        try await fixture.worker.runOnce(patience: .seconds(60))
        try await fixture.api().application().test(.router) { client in
            let ready = try await client.execute(uri: "/readyz", method: .get)
            #expect(ready.status == .ok)
            let status = try await client.execute(uri: "/v1/status", method: .get).decoded(StatusReport.self)
            #expect(status.isInSync)
            #expect(status.phase == .following)
            #expect(status.mailHost == "narada")
            #expect(status.changes == 26)
            #expect(status.mailboxes.open == 20)
            #expect(status.work == StatusReport.Work(waiting: 0, held: 0, setAside: 0))
            #expect(status.lastInSync != nil)
            #expect(status.ledgerStart != nil)
            #expect(status.lastAudit == nil)
        }
    }

    @Test func `without a worker the state file alone tells where things stand`() async throws {
        let fixture = try await APIFixture.withHold()
        let report = try fixture.state.read { try StatusReport(reading: $0) }
        #expect(report.phase == .notRunning)
        #expect(!report.isInSync)
        #expect(report.holdsOpen == 1)
        #expect(report.work.held == 10)
        #expect((report.lagSeconds ?? -1) >= 0)
    }

    @Test func `times are RFC 3339 and survive the way through JSON`() throws {
        let time = APITime(SampleEntries.base)
        let text = String(decoding: try JSONEncoder().encode([time]), as: UTF8.self)
        #expect(text == "[\"2026-11-01T00:00:00Z\"]")
        #expect(try JSONDecoder().decode([APITime].self, from: Data(text.utf8)) == [time])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([APITime].self, from: Data("[\"soon\"]".utf8)) }
    }

    @Test func `an audit is run, kept in the status, and not run twice at a time`() async throws {
        let fixture = try APIFixture(holdsAudits: true)
        try await fixture.worker.runOnce(patience: .seconds(60))
        let api = try fixture.api()
        try await api.application().test(.router) { client in
            let asked = ByteBuffer(string: #"{"repair":false}"#)
            async let first = client.execute(uri: "/v1/audit", method: .post, body: asked)
            try await waitUntil("the audit is under way") { fixture.directory.auditsBegun == 1 }
            let second = try await client.execute(uri: "/v1/audit", method: .post, body: asked)
            #expect(second.status == .conflict)
            #expect(try second.problem().kind == .auditRunning)
            fixture.directory.releaseAudits()
            #expect(try await first.status == .ok)
            let status = try await client.execute(uri: "/v1/status", method: .get).decoded(StatusReport.self)
            #expect(status.lastAudit?.isClean == true)
            #expect(status.lastAudit?.compared == 25)
        }
    }
}
