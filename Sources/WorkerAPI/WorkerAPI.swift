public import Foundation
public import Hummingbird
public import Logging
internal import NIOCore
public import ServiceLifecycle
public import SyncEngine

/// The worker's local HTTP API: status, held batches, quarantine, work, audit, reports and the change feed under `/v1`,
/// beside `/healthz`, `/readyz` and `/metrics`.
///
/// It trusts whoever may use it, by the socket's group or by the token, to have signed people in: the portal and the
/// command line do so before they pass a name on.
public struct WorkerAPI: Service {
    /// Where to listen, and how to read dates.
    public struct Configuration: Sendable {
        /// Where the whole API is found; `nil` for none.
        public var address: WorkerAPIAddress?
        /// Where health checks and metrics are found besides.
        public var metrics: MetricsListener?
        /// The zone of dates that are given without a time.
        public var timeZone: TimeZone
        /// The mail host the worker serves.
        public var mailHost: String

        /// Sets all of it.
        public init(address: WorkerAPIAddress?, metrics: MetricsListener? = nil, timeZone: TimeZone, mailHost: String) {
            self.address = address
            self.metrics = metrics
            self.timeZone = timeZone
            self.mailHost = mailHost
        }
    }

    /// A listener that is open now.
    public enum Listening: Sendable, Hashable {
        /// The API's Unix socket.
        case socket(path: String)
        /// The API on this port.
        case port(Int)
        /// Health checks and metrics on this port.
        case metricsPort(Int)
    }

    private let configuration: Configuration
    private let surface: APISurface
    private let logger: Logger
    private let onListening: @Sendable (Listening) async -> Void

    /// Composes the API of a worker; nothing listens yet. `onListening` is told of each listener once it is open.
    ///
    /// Throws ``WorkerAPIError`` (`badAddress`) for an address that can be reached from elsewhere.
    public init(
        worker: Worker,
        configuration: Configuration,
        logger: Logger,
        onListening: @escaping @Sendable (Listening) async -> Void = { _ in }
    ) throws(WorkerAPIError) {
        for host in configuration.hosts where !isLoopback(host) {
            throw WorkerAPIError(
                .badAddress,
                "\(host): the API listens on this machine only; use 127.0.0.1, or a Unix socket"
            )
        }
        self.configuration = configuration
        self.logger = logger
        self.onListening = onListening
        surface = APISurface(
            worker: worker,
            mailHost: configuration.mailHost,
            timeZone: configuration.timeZone,
            logger: logger
        )
    }

    /// Serves until the surrounding service group shuts down. Throws ``WorkerAPIError`` when the socket is in use.
    public func run() async throws {
        var services: [any Service] = []
        if configuration.address != nil { services.append(application()) }
        if let metrics = configuration.metrics { services.append(metricsApplication(metrics)) }
        guard !services.isEmpty else { return try await gracefulShutdown() }
        let socket = configuration.address?.socketFile
        try socket?.makeWay()
        defer { socket?.remove() }
        try await ServiceGroup(configuration: .init(services: services, logger: logger)).run()
    }

    /// The whole API as one application.
    public func application() -> some ApplicationProtocol {
        let token: APIToken? = if case .loopback(_, _, let token) = configuration.address { token } else { nil }
        return Application(
            router: surface.router(token: token),
            configuration: ApplicationConfiguration(address: configuration.address.bindAddress),
            onServerRunning: { await opened($0) },
            logger: logger
        )
    }

    /// Health checks and metrics only.
    func metricsApplication(_ listener: MetricsListener) -> some ApplicationProtocol {
        Application(
            router: surface.healthRouter(),
            configuration: ApplicationConfiguration(address: .hostname(listener.host, port: listener.port)),
            onServerRunning: { await onListening(.metricsPort($0.localAddress?.port ?? listener.port)) },
            logger: logger
        )
    }

    /// The socket comes into being closed to the group; only once its mode is right is it announced.
    private func opened(_ channel: any Channel) async {
        guard let socket = configuration.address?.socketFile, channel.localAddress?.port == nil else {
            return await onListening(.port(channel.localAddress?.port ?? 0))
        }
        do {
            try socket.openToGroup()
            await onListening(.socket(path: socket.path))
        } catch {
            logger.error("the API's socket stays closed to its group", metadata: ["reason": "\(error)"])
        }
    }
}

extension WorkerAPI.Configuration {
    fileprivate var hosts: [String] {
        var hosts: [String] = []
        if case .loopback(let host, _, _) = address { hosts.append(host) }
        if let metrics { hosts.append(metrics.host) }
        return hosts
    }
}

extension WorkerAPIAddress {
    fileprivate var socketFile: SocketFile? {
        if case .socket(let path) = self { SocketFile(path: path) } else { nil }
    }
}

extension WorkerAPIAddress? {
    fileprivate var bindAddress: BindAddress {
        switch self {
        case .socket(let path): .unixDomainSocket(path: path)
        case .loopback(let host, let port, _): .hostname(host, port: port)
        case nil: .hostname("127.0.0.1", port: 0)
        }
    }
}
