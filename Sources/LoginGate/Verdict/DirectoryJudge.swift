internal import DirectoryModel
internal import LDAPClient
internal import Logging
internal import NIOCore
internal import Synchronization
internal import TwoFactor

/// Judges binds by what the directory says about the account. A shell around ``JudgeCore``, which lives on the gate's event
/// loop from ``start(on:)`` on.
final class DirectoryJudge: BindJudge {
    /// What it works with.
    struct Configuration: Sendable {
        /// The directory's suffix.
        var suffix: DistinguishedName
        /// Where accounts, policies and canaries are read.
        var read: DirectoryLink.Configuration
        /// Where codes are written: always the one provider that takes writes.
        var write: DirectoryLink.Configuration
        /// The key ring.
        var ring: KeyRing
        /// Whether the second factor is demanded or watched.
        var enforcement = Enforcement.enforce
        /// What people are told.
        var texts: RefusalTexts
        /// Whether `mailLocalAddress` may be logged in with.
        var acceptsAliases = false
        /// Whether passwords are taken over TLS and Unix sockets only. Loopback without TLS counts as neither.
        var requiresProtection = false
        /// How often policies and canaries are read.
        var refreshInterval: TimeAmount = .seconds(5)
        /// Policies that could not be read for so long are no longer believed.
        var policiesBelieved: Duration = .seconds(60)
        /// Subjects of client certificates, as the transport shows them, and the service identities they stand for.
        var certificateIdentities: [String: DistinguishedName] = [:]
        /// The clock that codes, deadlines and locks go by.
        var now: @Sendable () -> Timestamp = { .now }

        init(
            suffix: DistinguishedName,
            read: DirectoryLink.Configuration,
            write: DirectoryLink.Configuration,
            ring: KeyRing,
            texts: RefusalTexts
        ) {
            (self.suffix, self.read, self.write) = (suffix, read, write)
            (self.ring, self.texts) = (ring, texts)
        }
    }

    private let configuration: Configuration
    private let log: VerdictLog
    private let core = Mutex<NIOLoopBound<JudgeCore>?>(nil)
    private let readiness = Atomic<Bool>(false)

    init(_ configuration: Configuration, audit: any AuditSink, counting: any VerdictCounting, logger: Logger) {
        self.configuration = configuration
        log = VerdictLog(audit: audit, counting: counting, logger: logger)
    }

    /// Whether account logins can be judged: the ring fits, policies are fresh, both servers are reached. From any thread;
    /// at most a refresh interval old.
    var isReady: Bool { readiness.load(ordering: .relaxed) }

    /// Connects to the directory and begins to read policies and canaries. On the loop that all binds will come on.
    func start(on loop: any EventLoop) {
        loop.preconditionInEventLoop()
        core.withLock { core in
            guard core == nil else { return }
            let fresh = JudgeCore(configuration, log: log, on: loop) { [weak self] ready in
                self?.readiness.store(ready, ordering: .relaxed)
            }
            core = NIOLoopBound(fresh, eventLoop: loop)
        }
    }

    /// Ends its connections; binds are refused as unavailable from now on. On the loop.
    func stop() {
        core.withLock { $0 }?.value.stop()
    }

    /// Puts another key ring in place (see ``RingCheck/replace(with:)``). From any thread.
    func replace(ring: KeyRing) {
        guard let core = core.withLock({ $0 }) else { return }
        core.eventLoop.execute { core.value.replace(ring: ring) }
    }

    func open(_ bind: SimpleBind, on loop: any EventLoop) -> EventLoopFuture<BindOpening> {
        guard let core = core.withLock({ $0 }) else {
            return loop.makeSucceededFuture(
                .refuse(BindRefusal(resultCode: 52, message: configuration.texts.unavailable))
            )
        }
        return core.value.open(bind)
    }

    func serviceIdentity(certificateSubject: String) -> String? {
        configuration.certificateIdentities[certificateSubject]?.description
    }
}
