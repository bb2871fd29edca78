public import LDAPClient
public import Logging
internal import NIOCore
public import TwoFactor

/// The login gate as it runs: the relay between clients and slapd, and the judge of logins that knows the directory.
public final class DirectoryGate: Sendable {
    /// How it runs. Plain values but for the password.
    public struct Configuration: Sendable {
        /// Listeners, slapd's gate listener, limits.
        public var relay: GateConfiguration
        /// The one server that takes writes of second factors; `nil` is the same as the relay's.
        public var provider: GateConfiguration.Upstream?
        /// The directory's suffix.
        public var suffix: DistinguishedName
        /// The service identity the gate signs in as: `cn=gate,ou=system,<suffix>`.
        public var identity: DistinguishedName
        /// Its password.
        public var password: SecretBytes
        /// Where the portal's pages for a second factor and for app passwords are, and who helps.
        public var activationURL: String, appPasswordURL: String, helpDesk = ""
        /// Whether a second factor that is due is demanded; otherwise who would be refused is only recorded.
        public var isEnforced = true
        /// Whether people may log in by an alias.
        public var acceptsAliases = false
        /// The file of verdicts; `nil` keeps none.
        public var auditLog: String?

        /// What there is no default for.
        public init(
            relay: GateConfiguration,
            suffix: DistinguishedName,
            identity: DistinguishedName,
            password: SecretBytes,
            activationURL: String,
            appPasswordURL: String
        ) {
            (self.relay, self.suffix, self.identity, self.password) = (relay, suffix, identity, password)
            (self.activationURL, self.appPasswordURL) = (activationURL, appPasswordURL)
        }
    }

    private let gate: LoginGate
    private let judge: DirectoryJudge
    private let audit: AuditFile?

    /// Reads the certificates and opens the audit file; connects to nobody yet.
    ///
    /// Throws what reading a certificate gives, `GateConfigurationError`, or that the audit file cannot be opened.
    public init(_ configuration: Configuration, ring: KeyRing, logger: Logger) throws {
        try configuration.relay.check()
        let metrics = GateMetrics()
        let counting = VerdictMetrics(metrics: metrics)
        let audit = try configuration.auditLog.map { try AuditFile(path: $0, counting: counting, logger: logger) }
        let judge = DirectoryJudge(
            try configuration.judging(with: ring),
            audit: audit ?? NoAudit(),
            counting: counting,
            logger: logger
        )
        (self.audit, self.judge) = (audit, judge)
        gate = LoginGate(
            configuration: configuration.relay,
            judge: judge,
            metrics: metrics,
            logger: logger,
            isReady: { judge.isReady },
            started: { judge.start(on: $0) },
            stopped: { judge.stop() }
        )
    }

    /// Serves until the task is cancelled; `listening` is called when all listeners are open.
    ///
    /// Throws when a listener cannot be opened. Nobody was let in then.
    public func run(listening: @escaping @Sendable () -> Void = {}) async throws {
        defer { audit?.flush() }
        try await gate.run { _ in listening() }
    }

    /// Whether logins of accounts can be judged now: what `/readyz` answers.
    public var isReady: Bool { judge.isReady }

    /// Puts another key ring in place. The present one stays in use until the new one fits the directory.
    public func replace(ring: KeyRing) {
        judge.replace(ring: ring)
    }

    /// Opens the audit file anew under its name, after it was moved away.
    public func reopenAuditLog() {
        audit?.reopen()
    }
}

extension DirectoryGate.Configuration {
    fileprivate func judging(with ring: KeyRing) throws -> DirectoryJudge.Configuration {
        var judging = DirectoryJudge.Configuration(
            suffix: suffix,
            read: try link("read", to: relay.upstream),
            write: try link("write", to: provider ?? relay.upstream),
            ring: ring,
            texts: RefusalTexts(activationURL: activationURL, appPasswordURL: appPasswordURL, helpDesk: helpDesk)
        )
        judging.enforcement = isEnforced ? .enforce : .observe
        judging.acceptsAliases = acceptsAliases
        return judging
    }

    private func link(_ name: String, to upstream: GateConfiguration.Upstream) throws -> DirectoryLink.Configuration {
        var configuration = relay
        configuration.upstream = upstream
        let server = try UpstreamServer(configuration)
        let timeout = TimeAmount(relay.limits.connect)
        var link = DirectoryLink.Configuration(name: name, credentials: (identity.description, password)) { loop in
            server.connect(on: loop, timeout: timeout) { $0.eventLoop.makeSucceededVoidFuture() }
        }
        link.connections = Self.connectionsOfLink
        return link
    }

    private static let connectionsOfLink = 2
}
