internal import LDAPClient
internal import Logging
internal import MailStores
internal import ProcessSurroundings
internal import ServiceLifecycle
internal import StateDatabase
internal import SyncEngine
internal import UnixSignals
internal import WorkerAPI

/// `pamong worker` from the lock to the last log line: owns the state file, opens what is needed, runs the services.
struct WorkerProcess: Service {
    let configuration: PamongConfiguration
    let isShadow: Bool
    let systemd: SystemdNotification
    let logger: Logger

    /// Runs until a signal asks to stop.
    func runUntilSignal() async throws {
        let services: [any Service] = [NotificationService(systemd: systemd), self]
        let group = ServiceGroup(
            configuration: .init(
                services: services,
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger.quieter
            )
        )
        try await group.run()
    }

    /// A shadow has a state of its own: what it only recorded must never be taken for done.
    var statePath: String { isShadow ? configuration.statePath + ".shadow" : configuration.statePath }

    func run() async throws {
        guard let lock = try await ownState() else { return logger.info("stopped") }
        defer { withExtendedLifetime(lock) {} }
        let state = try StateDatabase(path: statePath)
        do {
            try await serve(state)
        } catch {
            try? state.close()
            throw error
        }
        try state.close()
        logger.info("stopped")
    }

    /// Waits for the state file; `nil` when asked to stop meanwhile.
    private func ownState() async throws -> StateLock? {
        try await cancelWhenGracefulShutdown {
            do {
                return try await StateLock.wait(forState: statePath) { owner in
                    let owner = owner.map { "process \($0)" } ?? "another process"
                    systemd.send("STATUS=standing by: \(owner) owns the state")
                    logger.notice(
                        "standing by until the state is free",
                        metadata: ["state": "\(statePath)", "owner": "\(owner)"]
                    )
                }
            } catch is CancellationError {
                return nil
            }
        }
    }

    private func serve(_ state: StateDatabase) async throws {
        guard isShadow else {
            return try await configuration.withDovecot { store in try await serve(state, store, []) }
        }
        let store = try PamongConfiguration.recordingStore(state)
        try await serve(state, store, [ShadowService(store: store, logger: logger)])
    }

    private func serve(_ state: StateDatabase, _ store: any MailStore, _ others: [any Service]) async throws {
        let worker = try Worker(
            source: configuration.directory.source(isShadow: isShadow),
            store: store,
            state: state,
            policy: configuration.policy,
            suffix: configuration.directory.suffix.description,
            logger: logger
        )
        let services: [any Service] = [
            FollowingService(worker: worker),
            AuditService(worker: worker, interval: configuration.auditInterval, logger: logger),
            try WorkerAPI(worker: worker, configuration: apiConfiguration(), logger: logger.quieter),
        ]
        logger.notice(
            "working",
            metadata: [
                "mail_host": "\(configuration.policy.mailHost)", "directory": "\(configuration.directory.server)",
                "state": "\(statePath)", "shadow": "\(isShadow)",
            ]
        )
        systemd.send("STATUS=working for \(configuration.policy.mailHost)")
        try await ServiceGroup(services: services + others, logger: logger.quieter).run()
    }
}

extension WorkerProcess {
    /// A shadow may run beside the worker it is a shadow of, so it serves nothing where that one does.
    private func apiConfiguration() throws -> WorkerAPI.Configuration {
        let metrics = configuration.metrics.map { MetricsListener(host: $0.host, port: $0.port) }
        return WorkerAPI.Configuration(
            address: isShadow
                ? configuration.api.socket.map { .socket(path: $0 + ".shadow") } : try configuration.apiAddress(),
            metrics: isShadow ? nil : metrics,
            timeZone: configuration.timeZone,
            mailHost: configuration.policy.mailHost
        )
    }
}

extension Logger {
    /// For libraries whose everyday messages would drown ours.
    var quieter: Logger {
        var logger = self
        logger.logLevel = max(logLevel, .warning)
        return logger
    }
}
