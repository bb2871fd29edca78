import Foundation
import LDAPClient
import LocalStack
import Logging
import NIOCore
import NIOPosix
import Synchronization

@testable import LoginGate
@testable import TwoFactor

/// Lets slapd decide, or does what a test wants.
struct TestJudge: BindJudge {
    var opening: @Sendable (SimpleBind, any EventLoop) -> EventLoopFuture<BindOpening> = { bind, loop in
        loop.makeSucceededFuture(.ask(name: bind.nameText, password: bind.password, conclusion: .pass(on: loop)))
    }
    var identities: [String: String] = [:]

    func open(_ bind: SimpleBind, on loop: any EventLoop) -> EventLoopFuture<BindOpening> { opening(bind, loop) }
    func serviceIdentity(certificateSubject: String) -> String? { identities[certificateSubject] }
}

extension SimpleBind {
    var nameText: String { String(decoding: name, as: UTF8.self) }
    var passwordText: String { password.withBytes { String(decoding: $0, as: UTF8.self) } }
}

extension BindConclusion {
    /// Never objects.
    static func pass(on loop: any EventLoop) -> BindConclusion { BindConclusion { _ in loop.makeSucceededFuture(nil) } }
}

/// A test's own output is enough.
private let quietLogger: Logger = {
    var logger = Logger(label: "gate")
    logger.logLevel = .critical
    return logger
}()

/// A gate that runs for a test.
struct RunningGate: Sendable {
    let port: Int
    /// The addresses of all listeners, the monitoring one last.
    let ports: [Int?]
    let metrics: GateMetrics

    var uri: String { "ldap://127.0.0.1:\(port)" }

    func configuration(_ authentication: LDAPAuthentication = .anonymous) -> LDAPConfiguration {
        LDAPConfiguration(server: .plain(host: "127.0.0.1", port: port), authentication: authentication)
    }
}

/// Runs a gate in front of `upstream` on a free port while `body` runs.
func withGate<Result: Sendable>(
    _ upstream: GateConfiguration.Upstream,
    judge: TestJudge = TestJudge(),
    _ adjust: (inout GateConfiguration) -> Void = { _ in },
    _ body: @Sendable (RunningGate) async throws -> Result
) async throws -> Result {
    var configuration = GateConfiguration(listeners: [.init(.tcp(host: "127.0.0.1", port: 0))], upstream: upstream)
    configuration.stopGrace = .milliseconds(200)
    adjust(&configuration)
    let metrics = GateMetrics()
    let gate = LoginGate(
        configuration: configuration,
        judge: judge,
        metrics: metrics,
        logger: quietLogger,
        isReady: { false }
    )
    let (opened, continuation) = AsyncStream.makeStream(of: [Int?].self)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { continuation.finish() }
            try await gate.run { continuation.yield($0.map { $0?.port }) }
        }
        var iterator = opened.makeAsyncIterator()
        guard let ports = await iterator.next() else {
            try await group.waitForAll()
            throw LocalStackError("the gate ended before it was open")
        }
        do {
            let result = try await body(RunningGate(port: (ports.first ?? nil) ?? 0, ports: ports, metrics: metrics))
            group.cancelAll()
            try await group.waitForAll()
            return result
        } catch {
            group.cancelAll()
            try? await group.waitForAll()
            throw error
        }
    }
}

/// A small directory with two accounts and a tenant's worth of others.
enum RelayDirectory {
    static let service = "mail.go.id"
    static let tenant = "Kementerian Uji"
    static let password = "rahasia-satu"

    static func options(others: Int = 0) -> LocalStackOptions {
        var slapd = SlapdOptions()
        slapd.isDurable = false
        slapd.entries = entries(others: others)
        return LocalStackOptions(servers: .directory, slapd: slapd)
    }
}

extension SlapdServer {
    /// The gate's listener as the gate wants it.
    var gateUpstream: GateConfiguration.Upstream {
        .unix(path: folder.url.appending(path: "run/gate.sock").path)
    }

    /// A service identity's login.
    func login(_ identity: ServiceIdentity) throws -> LDAPAuthentication {
        let password = try String(contentsOf: passwordFile(of: identity), encoding: .utf8)
        return .simple(try DistinguishedName(dn(of: identity)), LDAPSecret(password))
    }
}
