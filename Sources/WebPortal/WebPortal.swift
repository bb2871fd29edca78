public import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
public import LDAPDirectory
public import Logging
internal import NIOCore
internal import NIOSSL
internal import PasswordQuality
public import ServiceLifecycle

/// The web pages: signing in, the second factor, app passwords and the password of whoever has signed in.
///
/// Nobody is judged here. Passwords and codes go to the gate, and the directory says what an account may do.
public struct WebPortal: Service {
    let desk: Desk
    private let onListening: @Sendable (Int) async -> Void

    /// Composes the portal; nothing listens yet. `store` signs in as the portal's service identity. `onListening` is told
    /// the port once it is open.
    ///
    /// Throws when a page's template is none, the folder for uploads cannot be used, or there is no dictionary of bad
    /// passwords.
    public init(
        store: SecondFactorStore,
        configuration: PortalConfiguration,
        logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws {
        let sessions = SessionStore(idleLimit: configuration.idleLimit, lifetime: configuration.lifetime)
        self.onListening = onListening
        desk = Desk(
            configuration: configuration,
            store: store,
            gate: GateSignIn(gate: configuration.gate),
            sessions: sessions,
            limiter: AttemptLimiter(configuration.limits),
            clients: ClientDesk(configuration),
            workers: WorkerLink(configuration.workers),
            rates: RequestRates(configuration.apiRateLimit),
            pages: try PageRenderer(configuration, sessions),
            uploads: try configuration.uploads.map { try UploadShelf($0, logger: logger) },
            passwordQuality: try PasswordQuality(dictionary: configuration.passwordDictionary),
            logger: logger
        )
    }

    /// Serves until the surrounding service group shuts down. Throws when the address cannot be listened on, or the
    /// certificate cannot be read.
    public func run() async throws {
        // Signals are the surrounding group's affair: a second handler could end this service before that group has heard.
        try await application().run()
    }

    /// The portal as one application.
    public func application() throws -> some ApplicationProtocol {
        var quiet = desk.logger
        quiet.logLevel = max(quiet.logLevel, .warning)
        return Application(
            router: router(),
            server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(desk.configuration.host, port: desk.configuration.port)
            ),
            services: services,
            onServerRunning: { await onListening($0.localAddress?.port ?? 0) },
            logger: quiet
        )
    }

    private var services: [any Service] {
        var services: [any Service] = [SessionSweeper(sessions: desk.sessions, limiter: desk.limiter)]
        if let shelf = desk.uploads { services.append(UploadWork(shelf: shelf, desk: desk)) }
        return services
    }

    private func server() throws -> HTTPServerBuilder {
        guard let certificate = desk.configuration.certificate else { return .http1() }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate.chainFile).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: certificate.keyFile, format: .pem))
        )
        tls.minimumTLSVersion = .tlsv12
        // Of TLS 1.2 only what keeps earlier connections secret when the key is lost.
        tls.cipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20"
        return try .tls(.http1(), tlsConfiguration: tls)
    }

    func router() -> Router<PortalContext> {
        let router = Router(context: PortalContext.self)
        router.add(
            middleware: RequestLog(logger: desk.logger, trustedProxies: desk.configuration.trustedProxies)
        )
        router.add(middleware: SecurityHeaders(isInsecure: desk.configuration.isInsecure))
        router.add(middleware: SessionMiddleware(configuration: desk.configuration, sessions: desk.sessions))
        router.add(middleware: ErrorPages(pages: desk.pages, logger: desk.logger))
        let api = APIRoutes(desk: desk)
        router.add(middleware: APIErrors(methods: api.methods, logger: desk.logger))
        router.add(middleware: APIRates(rates: desk.rates))
        CommonRoutes(desk: desk).add(to: router)
        let signIn = SignInRoutes(desk: desk)
        signIn.add(to: router)
        RecoveryRoutes(desk: desk, signIn: signIn).add(to: router)
        AccountRoutes(desk: desk).add(to: router)
        SignInHistoryRoutes(desk: desk).add(to: router)
        TwoFactorRoutes(desk: desk).add(to: router)
        AppPasswordRoutes(desk: desk).add(to: router)
        SCIMRoutes(desk: desk).add(to: router)
        api.add(to: router)
        addAdministration(to: router)
        return router
    }

    private func addAdministration(to router: Router<PortalContext>) {
        DashboardRoutes(desk: desk).add(to: router)
        AccountsRoutes(desk: desk).add(to: router)
        TenantsRoutes(desk: desk).add(to: router)
        UploadsRoutes(desk: desk).add(to: router)
        JoiningRoutes(desk: desk).add(to: router)
        HoldsRoutes(desk: desk).add(to: router)
        ReportingRoutes(desk: desk).add(to: router)
        AuditTrailRoutes(desk: desk).add(to: router)
        ClientsRoutes(desk: desk).add(to: router)
    }
}

extension WebPortal: CustomStringConvertible {
    /// What the service group's messages call it: not all that it consists of.
    public var description: String { "WebPortal" }
}
