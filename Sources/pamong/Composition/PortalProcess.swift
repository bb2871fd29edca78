internal import LDAPClient
internal import Logging
internal import ProcessSurroundings
internal import ServiceLifecycle
internal import SyncEngine
internal import TenantOnboarding
internal import UnixSignals
internal import WebPortal
internal import WorkerAPI

/// `pamong portal` from the first connection to the last log line.
struct PortalProcess {
    let configuration: PamongConfiguration
    let systemd: SystemdNotification
    let logger: Logger

    /// To the directory, for what the portal does as itself: a thousand people may activate at the same moment.
    private static let connections = 16

    /// Serves until a signal asks to stop. Throws ``CommandFailure`` when something it needs is not configured.
    func run() async throws {
        let portal = try configuration.portalConfiguration()
        try await configuration.withSecondFactors(connections: Self.connections) { store in
            let web = try WebPortal(store: store, configuration: portal, logger: logger) { port in
                logger.notice("serving", metadata: ["host": "\(portal.host)", "port": "\(port)"])
            }
            let services: [any Service] = [NotificationService(systemd: systemd), web]
            let group = ServiceGroup(
                configuration: .init(
                    services: services,
                    gracefulShutdownSignals: [.sigterm, .sigint],
                    logger: logger.quieter
                )
            )
            try await group.run()
        }
        logger.info("stopped")
    }
}

extension PamongConfiguration {
    /// What the portal is started with.
    func portalConfiguration() throws -> PortalConfiguration {
        guard let gate = portal.gate else {
            throw CommandFailure(.usage, "\(file): portal.gateUri is missing: people cannot sign in without the gate")
        }
        var values = PortalConfiguration(
            host: portal.listen.host,
            port: portal.listen.port,
            directory: try secondFactorConnection(),
            suffix: directory.suffix,
            gate: LDAPConfiguration(server: gate, tls: directory.tls),
            helpDesk: portal.helpDesk,
            timeZone: timeZone
        )
        if let chain = portal.certificateFile, let key = portal.keyFile {
            values.certificate = .init(chainFile: chain, keyFile: key)
        }
        values.trustedProxies = portal.trustedProxies
        values.isInsecure = portal.isInsecure
        values.gateLog = secondFactor.gateLog
        values.issuer = secondFactor.issuer
        values.mailHost = policy.mailHost
        values.resetLifetime = secondFactor.resetLifetime
        values.idleLimit = portal.idleLimit
        values.lifetime = portal.sessionLifetime
        values.limits = portal.limits
        values.apiRateLimit = portal.apiRateLimit
        values.workers = try workers()
        values.mailHosts = dns.mailHosts
        values.mxCheck = dns.resolvers.isEmpty ? nil : try mxCheck()
        values.uploads = uploads
        if let dictionary = portal.passwordDictionary { values.passwordDictionary = dictionary }
        return values
    }

    private var uploads: PortalConfiguration.Uploads? {
        portal.uploadFolder.map { folder in
            var uploads = PortalConfiguration.Uploads(folder: folder)
            uploads.retention = portal.uploadRetention
            return uploads
        }
    }

    /// The worker of this host's own configuration, unless others are named.
    private func workers() throws -> [WorkerAPIClient] {
        let named = portal.workers.map { WorkerAPIClient(.socket(path: $0)) }
        return try named.isEmpty ? apiAddress().map { [WorkerAPIClient($0)] } ?? [] : named
    }
}
