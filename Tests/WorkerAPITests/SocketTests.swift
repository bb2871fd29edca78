import DirectoryModel
import Foundation
import Glibc
import LocalStack
import Reports
import StateDatabase
import SyncEngine
import Testing

@testable import WorkerAPI

struct SocketTests {
    @Test func `a client on the Unix socket gets everything the server has`() async throws {
        let fixture = try await APIFixture.withHold()
        let address = WorkerAPIAddress.socket(path: fixture.path("api.sock"))
        let client = WorkerAPIClient(address)
        #expect(await !client.isReachable)
        try await fixture.serving(address) { _ in
            #expect(await client.isReachable)
            #expect(try await client.readiness().ready)
            #expect(try await client.status().holdsOpen == 1)
            #expect(try await client.metrics().contains("pamong_in_sync 1"))
            #expect(try await client.quarantine().isEmpty)
            #expect(try await client.work(state: .held).total == 10)
            #expect(try await client.retry() == 0)
            #expect(try await client.audit(repair: false).compared == 25)
            #expect(try await client.census().total.uploaded == 20)
            #expect(try await client.census(selection: ReportSelection(tenant: "KPPN Bandung")).tenants.count == 1)
            #expect(try await client.delta(from: SampleEntries.base).total.blocked.gained == 10)
            #expect(try await client.growth(by: .day).total.points.isEmpty == false)
            #expect(try await client.feed(limit: 3).events.count == 3)
            let hold = try #require(try await client.holds(state: .open).first)
            let detail = try await client.hold(hold.id)
            let decision = DecisionRequest(fingerprint: detail.fingerprint, decidedBy: "cn=second")
            #expect(try await client.release(hold: detail.hold.id, decision).state == .released)
            await #expect(throws: ProblemDetails.self) { try await client.reject(hold: detail.hold.id, decision) }
        }
        #expect(await !client.isReachable)
        #expect(access(fixture.path("api.sock"), F_OK) != 0)
    }

    @Test func `the socket is for its owner and group only`() async throws {
        let fixture = try APIFixture()
        let path = fixture.path("api.sock")
        try await fixture.serving(.socket(path: path)) { listening in
            #expect(listening == [.socket(path: path)])
            var information = stat()
            #expect(stat(path, &information) == 0)
            #expect(information.st_mode & 0o777 == 0o660)
        }
    }

    @Test func `a socket file left behind by a dead process is replaced`() async throws {
        let fixture = try APIFixture()
        let path = fixture.path("api.sock")
        try leaveStaleSocket(at: path)
        #expect(try SocketFile(path: path).occupant() == .stale)
        try await fixture.serving(.socket(path: path)) { _ in
            #expect(await WorkerAPIClient(.socket(path: path)).isReachable)
        }
    }

    @Test func `a socket on which another process answers is left alone`() async throws {
        let fixture = try APIFixture()
        let other = try APIFixture()
        let path = fixture.path("api.sock")
        try await fixture.serving(.socket(path: path)) { _ in
            let error = await #expect(throws: WorkerAPIError.self) {
                try await other.api(.socket(path: path)).run()
            }
            #expect(error?.code == .inUse)
            #expect(await WorkerAPIClient(.socket(path: path)).isReachable)
        }
    }

    @Test func `a file that is no socket is never removed`() async throws {
        let fixture = try APIFixture()
        let path = fixture.path("precious")
        try Data("text".utf8).write(to: URL(filePath: path))
        let error = await #expect(throws: WorkerAPIError.self) { try await fixture.api(.socket(path: path)).run() }
        #expect(error?.code == .badAddress)
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("text".utf8))
        #expect(throws: WorkerAPIError.self) {
            try SocketFile(path: "/" + String(repeating: "x", count: 107)).makeWay()
        }
    }

    @Test func `the end of the worker does not wait for an audit`() async throws {
        let fixture = try APIFixture(holdsAudits: true)
        try await fixture.worker.project()
        let client = WorkerAPIClient(.socket(path: fixture.path("api.sock")))
        let audit = try await fixture.serving(.socket(path: fixture.path("api.sock"))) { _ in
            let audit = Task { try await client.audit(repair: false) }
            try await waitUntil("the audit is under way") { fixture.directory.auditsBegun == 1 }
            return audit
        }
        let problem = await #expect(throws: ProblemDetails.self) { try await audit.value }
        #expect(problem?.kind == .unavailable)
    }

    /// A socket that was bound and closed, as after a kill -9.
    private func leaveStaleSocket(at path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0)
    }
}
