import DirectoryModel
import Foundation
import LDAPClient
import LocalStack
import Logging
import NIOCore
import NIOPosix
import Synchronization
import TestEntries

@testable import LoginGate
@testable import TwoFactor

/// A real slapd with accounts, and a judge in front of it. What a relay would do about an opening, `login` does: binds on
/// slapd's gate listener and tells the conclusion.
final class JudgeRig: Sendable {
    static let service = "mail.go.id"
    static let password = "Rahasia-Sekali-9x"
    /// After the services' deadline.
    static let start = Timestamp(microseconds: 1_780_000_000_000_000)
    static let beforeDeadline = Timestamp(microseconds: 1_760_000_000_000_000)

    let stack: LocalStack
    let loop: any EventLoop
    let readPath: LinkPath
    let writePath: LinkPath
    let notes = VerdictNotes()
    let ring: KeyRing
    let clock: TestClock
    let judge: DirectoryJudge
    private let gateSocket: String

    init(
        stack: LocalStack,
        ring: KeyRing,
        clock: TestClock = TestClock(JudgeRig.start),
        change: (inout DirectoryJudge.Configuration) -> Void = { _ in }
    ) async throws {
        self.stack = stack
        self.ring = ring
        self.clock = clock
        loop = MultiThreadedEventLoopGroup.singleton.next()
        gateSocket = stack.folder.url.appending(path: "run/gate.sock").path
        (readPath, writePath) = (LinkPath(socket: gateSocket), LinkPath(socket: gateSocket))
        var configuration = try Self.configuration(stack, ring, clock, readPath, writePath)
        change(&configuration)
        judge = DirectoryJudge(configuration, audit: notes, counting: notes, logger: Logger(label: "judge"))
        try await loop.submit { [judge, loop] in judge.start(on: loop) }.get()
    }

    private static func configuration(
        _ stack: LocalStack,
        _ ring: KeyRing,
        _ clock: TestClock,
        _ readPath: LinkPath,
        _ writePath: LinkPath
    ) throws -> DirectoryJudge.Configuration {
        let password = try String(contentsOf: stack.slapd.passwordFile(of: .gate), encoding: .utf8)
        let credentials = (name: stack.slapd.dn(of: .gate), password: SecretBytes(password))
        var configuration = DirectoryJudge.Configuration(
            suffix: try DistinguishedName(SampleEntries.suffix),
            read: .init(name: "read", credentials: credentials) { readPath.connect(on: $0) },
            write: .init(name: "write", credentials: credentials) { writePath.connect(on: $0) },
            ring: ring,
            texts: RefusalTexts(
                activationURL: "https://portal.example/2fa",
                appPasswordURL: "https://portal.example/app",
                helpDesk: "0800-1234"
            )
        )
        // A machine that is busy with other tests is slow, not down.
        (configuration.read.timeout, configuration.write.timeout) = (.seconds(30), .seconds(30))
        configuration.refreshInterval = .milliseconds(50)
        configuration.now = { clock.now }
        return configuration
    }

    /// Waits until the judge can judge.
    func ready() async throws -> JudgeRig {
        try await waitUntil("the judge is ready") { self.judge.isReady }
        return self
    }

    func stop() async throws {
        try await loop.submit { [judge] in judge.stop() }.get()
    }

    // MARK: Logging in

    struct Answer: Hashable, Sendable {
        let code: Int
        let message: String
        /// Nobody asked slapd.
        var isOwn = false
        static let success = Answer(code: 0, message: "")
        static let wrong = Answer(code: 49, message: "")
    }

    func login(_ address: String, _ purpose: String, _ password: String) async throws -> Answer {
        try await login(name: "mail=\(address),cn=\(purpose),cn=login", password)
    }

    func login(name: String, _ password: String, isProtected: Bool = true) async throws -> Answer {
        let bind = SimpleBind(
            name: Array(name.utf8),
            password: SecretBytes(password),
            client: "192.0.2.7",
            isProtected: isProtected
        )
        return try await loop.flatSubmit { [self] in judge.open(bind, on: loop).flatMap { self.carryOut($0) } }.get()
    }

    private func carryOut(_ opening: BindOpening) -> EventLoopFuture<Answer> {
        switch opening {
        case .refuse(let refusal):
            return loop.makeSucceededFuture(Answer(code: refusal.resultCode, message: refusal.message, isOwn: true))
        case .admit: return loop.makeSucceededFuture(Answer(code: 0, message: "", isOwn: true))
        case .ask(let name, let password, let conclusion):
            return bind(name, password).flatMap { outcome in
                conclusion.conclude(outcome.code).map { refusal in
                    refusal.map { Answer(code: $0.resultCode, message: $0.message) }
                        ?? Answer(code: outcome.code, message: outcome.message)
                }
            }
        }
    }

    private func bind(_ name: String, _ password: SecretBytes) -> EventLoopFuture<LinkOutcome> {
        ClientBootstrap(group: loop).connect(unixDomainSocketPath: gateSocket).flatMap { channel in
            let session = LinkSession(channel: channel, timeout: .seconds(60), maximumInFlight: 1)
            do {
                try channel.pipeline.syncOperations.addHandler(session)
            } catch {
                return channel.eventLoop.makeFailedFuture(error)
            }
            let body = password.withBytes { LinkMessage.bind(name: name, password: $0) }
            return session.send(.bind, body).map(\.outcome).always { _ in channel.close(promise: nil) }
        }
    }
}

/// A clock that stands still until it is moved.
final class TestClock: Sendable {
    private let time: Mutex<Timestamp>

    init(_ time: Timestamp) { self.time = Mutex(time) }

    var now: Timestamp { time.withLock { $0 } }
    func advance(by duration: Duration) { time.withLock { $0 = $0 + duration } }
    func set(_ time: Timestamp) { self.time.withLock { $0 = time } }
}
