import Foundation
import Hummingbird
import HummingbirdTesting
import SyncEngine
import Testing

@testable import WorkerAPI

struct LoopbackTests {
    private static let token = "0123456789abcdef0123456789abcdef"

    @Test func `on loopback the token decides`() async throws {
        let fixture = try APIFixture()
        try await fixture.worker.project()
        let right = try APIToken(Self.token)
        let wrong = try APIToken(String(Self.token.reversed()))
        try await fixture.serving(.loopback(host: "127.0.0.1", port: 0, token: right)) { listening in
            let port = try #require(listening.compactMap { if case .port(let port) = $0 { port } else { nil } }.first)
            let client = WorkerAPIClient(.loopback(host: "127.0.0.1", port: port, token: right))
            #expect(try await client.status().isInSync)
            let stranger = WorkerAPIClient(.loopback(host: "127.0.0.1", port: port, token: wrong))
            let problem = await #expect(throws: ProblemDetails.self) { try await stranger.status() }
            #expect(problem?.kind == .unauthorized)
            #expect(await stranger.isReachable)
        }
    }

    @Test(arguments: ["", "Basic 0123456789abcdef0123456789abcdef", "Bearer 0123456789abcdef0123456789abcde"])
    func `without the right token nothing below v1 is served`(_ authorization: String) async throws {
        let fixture = try APIFixture()
        let api = try fixture.api(.loopback(host: "127.0.0.1", port: 0, token: try APIToken(Self.token)))
        try await api.application().test(.live) { client in
            for uri in ["/v1/status", "/v1/holds", "/v1/feed", "/v1/reports/census", "/v1/quarantine", "/v1/work"] {
                let answer = try await client.execute(
                    uri: uri,
                    method: .get,
                    headers: authorization.isEmpty ? [:] : [.authorization: authorization]
                )
                #expect(answer.status == .unauthorized)
                #expect(answer.headers[.wwwAuthenticate] == "Bearer")
            }
            #expect(try await client.execute(uri: "/healthz", method: .get).status == .ok)
            let served = try await client.execute(
                uri: "/v1/status",
                method: .get,
                headers: [.authorization: "bearer \(Self.token)"]
            )
            #expect(served.status == .ok)
        }
    }

    @Test func `the metrics listener serves health and metrics, and nothing else`() async throws {
        let fixture = try APIFixture()
        let metrics = MetricsListener(host: "127.0.0.1", port: 0)
        let socket = WorkerAPIAddress.socket(path: fixture.path("api.sock"))
        try await fixture.serving(socket, metrics: metrics, listeners: 2) { listening in
            let ports = listening.compactMap { if case .metricsPort(let port) = $0 { port } else { nil } }
            let client = WorkerAPIClient(
                .loopback(host: "127.0.0.1", port: try #require(ports.first), token: try APIToken(Self.token))
            )
            #expect(try await client.metrics().contains("pamong_in_sync 0"))
            #expect(try await client.readiness().ready == false)
            let problem = await #expect(throws: ProblemDetails.self) { try await client.status() }
            #expect(problem?.kind == .notFound)
        }
    }

    @Test(arguments: ["0.0.0.0", "10.1.2.3", "mail.go.id", "127.0.0.1.example.org"])
    func `an address that others can reach is refused`(_ host: String) throws {
        let fixture = try APIFixture()
        let token = try APIToken(Self.token)
        #expect(throws: WorkerAPIError.self) { try fixture.api(.loopback(host: host, port: 1, token: token)) }
        #expect(throws: WorkerAPIError.self) { try fixture.api(nil, metrics: MetricsListener(host: host, port: 1)) }
    }

    @Test func `a token comes from a file that only its owner may read, and never shows`() throws {
        let fixture = try APIFixture()
        let path = fixture.path("token")
        try Data("\(Self.token)\n".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(throws: WorkerAPIError.self) { try APIToken(file: path) }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let token = try APIToken(file: path)
        #expect(token.isCarried(by: "Bearer \(Self.token)"))
        #expect(!"\(token) \(String(reflecting: token))".contains(Self.token))
        var dumped = ""
        dump(WorkerAPIAddress.loopback(host: "127.0.0.1", port: 1, token: token), to: &dumped)
        #expect(!dumped.contains(Self.token))
        #expect(throws: WorkerAPIError.self) { try APIToken(file: fixture.path("none")) }
        #expect(throws: WorkerAPIError.self) { try APIToken("short") }
        #expect(throws: WorkerAPIError.self) { try APIToken(Self.token + " " + Self.token) }
    }

    @Test func `an answer that is no worker's is told from silence`() async throws {
        let fixture = try APIFixture()
        let nobody = WorkerAPIClient(.socket(path: fixture.path("none.sock")))
        let error = await #expect(throws: WorkerAPIError.self) { try await nobody.status() }
        #expect(error?.code == .unreachable)
        let router = Router().get("v1/status") { _, _ in "hello" }
        try await Application(router: router).test(.live) { client in
            let port = try #require(client.port)
            let other = WorkerAPIClient(.loopback(host: "localhost", port: port, token: try APIToken(Self.token)))
            let error = await #expect(throws: WorkerAPIError.self) { try await other.status() }
            #expect(error?.code == .foreignAnswer)
        }
    }
}
