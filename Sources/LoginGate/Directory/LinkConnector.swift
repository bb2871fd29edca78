internal import LDAPClient
internal import Logging
internal import NIOCore
internal import TwoFactor

/// Keeps a ``LinkSession`` open: connects, signs in, and after a loss does so again with growing pauses. Confined to its
/// event loop.
final class LinkConnector {
    private let configuration: DirectoryLink.Configuration
    private let loop: any EventLoop
    private let logger: Logger
    private let whenReady: () -> Void
    private var backoff = Backoff()
    private var isClosed = false
    private var isComplaining = false

    /// The signed-in connection; `nil` while there is none.
    private(set) var session: LinkSession?
    /// The one that is signing in.
    private var candidate: LinkSession?

    init(
        _ configuration: DirectoryLink.Configuration,
        on loop: any EventLoop,
        logger: Logger,
        whenReady: @escaping () -> Void
    ) {
        self.configuration = configuration
        self.loop = loop
        self.whenReady = whenReady
        var logger = logger
        logger[metadataKey: "link"] = "\(configuration.name)"
        self.logger = logger
    }

    func connect() {
        configuration.connect(loop).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel): self.signIn(on: channel)
            case .failure(let error): self.retry(after: "\(error)")
            }
        }
    }

    func close() {
        isClosed = true
        session?.close()
        candidate?.close()
    }

    private func signIn(on channel: any Channel) {
        guard !isClosed else { return channel.close(promise: nil) }
        let session = LinkSession(
            channel: channel,
            timeout: configuration.timeout,
            maximumInFlight: configuration.maximumInFlight
        )
        do {
            try channel.pipeline.syncOperations.addHandler(session)
        } catch {
            channel.close(promise: nil)
            return retry(after: "\(error)")
        }
        candidate = session
        channel.closeFuture.assumeIsolated().whenComplete { _ in self.lost(session) }
        guard let credentials = configuration.credentials else { return use(session) }
        let bind = credentials.password.withBytes { LinkMessage.bind(name: credentials.name, password: $0) }
        session.send(.bind, bind).assumeIsolated().whenComplete { self.signedIn(session, $0) }
    }

    private func signedIn(_ session: LinkSession, _ result: Result<LinkSession.Answer, any Error>) {
        switch result {
        case .success(let answer) where answer.outcome.code == 0: use(session)
        case .success(let answer): complain("signing in gave result \(answer.outcome.code)"); session.close()
        case .failure(let error): complain("\(error)"); session.close()
        }
    }

    private func use(_ session: LinkSession) {
        candidate = nil
        self.session = session
        backoff = Backoff()
        isComplaining = false
        logger.notice("connected to the directory")
        whenReady()
    }

    private func lost(_ session: LinkSession) {
        let wasInUse = self.session === session
        if wasInUse { self.session = nil }
        candidate = nil
        retry(after: wasInUse ? "the connection was lost" : "the connection was closed while signing in")
    }

    private func retry(after reason: String) {
        guard !isClosed else { return }
        complain(reason)
        let pause = backoff.next()
        loop.assumeIsolated().scheduleTask(in: TimeAmount(pause)) { self.connect() }
    }

    /// Once per outage: attempts come every few seconds.
    private func complain(_ reason: String) {
        guard !isClosed, !isComplaining else { return }
        isComplaining = true
        logger.error("the directory cannot be reached: \(reason)")
    }
}
