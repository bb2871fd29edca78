internal import LDAPClient
internal import Logging
internal import NIOCore
internal import TwoFactor

/// The gate's own way to a directory server: signs in as the gate, keeps its connections, makes them again when they are lost.
///
/// Everything happens on the gate's event loop and must be called there. There are two of them: one for reading (slapd's
/// gate listener, or a replica) and one for writing (the one provider that takes writes).
struct DirectoryLink: Sendable {
    /// How to reach the server and how long to wait for it.
    struct Configuration: Sendable {
        /// Names the link in the log: "read", "write".
        var name: String
        /// Opens a connection on the event loop; TLS, if any, is the closure's affair.
        var connect: @Sendable (any EventLoop) -> EventLoopFuture<any Channel>
        /// Whom to sign in as; `nil` when the connection itself already says so.
        var credentials: (name: String, password: SecretBytes)?
        /// How long an operation may take.
        var timeout: TimeAmount
        /// More operations at once than this, on one connection, are refused as ``LinkError/tooManyInFlight``.
        var maximumInFlight: Int
        /// How many connections share the work. slapd takes turns among those who use one connection, and that costs it more
        /// than the connections.
        var connections = 1

        /// Two seconds for an operation, a thousand at once.
        init(
            name: String,
            credentials: (name: String, password: SecretBytes)?,
            timeout: TimeAmount = .seconds(2),
            maximumInFlight: Int = 1000,
            connect: @escaping @Sendable (any EventLoop) -> EventLoopFuture<any Channel>
        ) {
            self.name = name
            self.credentials = credentials
            self.timeout = timeout
            self.maximumInFlight = maximumInFlight
            self.connect = connect
        }
    }

    private let connectors: NIOLoopBound<[LinkConnector]>
    let loop: any EventLoop

    /// Must be called on the event loop; begins to connect. `whenReady` is called there after each signing in.
    init(
        _ configuration: Configuration,
        on loop: any EventLoop,
        logger: Logger,
        whenReady: @escaping () -> Void = {}
    ) {
        self.loop = loop
        let connectors = (0..<configuration.connections).map { _ in
            LinkConnector(configuration, on: loop, logger: logger, whenReady: whenReady)
        }
        self.connectors = NIOLoopBound(connectors, eventLoop: loop)
        for connector in connectors { connector.connect() }
    }

    /// Whether there is a signed-in connection.
    var isReady: Bool { connectors.value.contains { $0.session != nil } }

    /// Ends the connections and makes no new ones.
    func close() { for connector in connectors.value { connector.close() } }

    /// The signed-in connection with the least to do.
    private var session: LinkSession? {
        var best: LinkSession?
        for connector in connectors.value {
            guard let session = connector.session else { continue }
            if session.inFlight < best?.inFlight ?? .max { best = session }
        }
        return best
    }

    /// What a search found.
    struct Found: Sendable {
        let entries: [LDAPEntry]
        /// Whether there are more than were asked for.
        let isCut: Bool
    }

    /// Searches; an entry that does not exist is nothing found. Fails with ``LinkError``, and with it alone.
    func search(_ search: LinkSearch, _ filter: LDAPFilter = .anyEntry) -> EventLoopFuture<Found> {
        guard let session else { return loop.makeFailedFuture(LinkError.notConnected) }
        return session.send(.search, search.body(filter), entryLimit: search.entryLimit).flatMapThrowing { answer in
            switch answer.outcome.code {
            case 0, 32: Found(entries: answer.entries, isCut: false)
            case 4: Found(entries: answer.entries, isCut: true)
            default: throw LinkError.refused(code: answer.outcome.code, message: answer.outcome.message)
            }
        }
    }

    /// Changes an entry, only while it matches `assertion` (RFC 4528). The result code is the caller's to judge; fails with
    /// ``LinkError`` when there is none, and then nobody knows whether the change was made.
    func modify(
        _ name: String,
        _ changes: [LDAPModification],
        assertion: LDAPFilter? = nil
    ) -> EventLoopFuture<LinkOutcome> {
        guard let session else { return loop.makeFailedFuture(LinkError.notConnected) }
        let controls = assertion.map { LinkMessage.controls([.assertion($0)]) } ?? []
        return session.send(.modify, LinkMessage.modify(name, changes), controls: controls).map(\.outcome)
    }

    /// Adds an entry. The same holds for its outcome.
    func add(_ name: String, _ attributes: [LDAPAttribute]) -> EventLoopFuture<LinkOutcome> {
        guard let session else { return loop.makeFailedFuture(LinkError.notConnected) }
        return session.send(.add, LinkMessage.add(name, attributes)).map(\.outcome)
    }
}
