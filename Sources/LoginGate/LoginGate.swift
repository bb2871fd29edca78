internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// The LDAP front end: every login goes through it, everything else passes unchanged.
///
/// One event loop does all the work; nothing is shared with other threads.
public final class LoginGate: Sendable {
    private let configuration: GateConfiguration
    private let judge: any BindJudge
    private let metrics: GateMetrics
    private let logger: Logger
    private let isReady: @Sendable () -> Bool
    private let started: @Sendable (any EventLoop) -> Void
    private let stopped: @Sendable () -> Void

    /// - Parameters:
    ///   - judge: decides about simple binds.
    ///   - metrics: shared with the judge, which counts its verdicts.
    ///   - isReady: what `/readyz` answers.
    ///   - started: told the event loop, on it, before the first listener is opened.
    ///   - stopped: told, on the event loop, when the last client is gone.
    init(
        configuration: GateConfiguration,
        judge: any BindJudge,
        metrics: GateMetrics = GateMetrics(),
        logger: Logger,
        isReady: @escaping @Sendable () -> Bool = { true },
        started: @escaping @Sendable (any EventLoop) -> Void = { _ in },
        stopped: @escaping @Sendable () -> Void = {}
    ) {
        (self.configuration, self.judge, self.metrics) = (configuration, judge, metrics)
        (self.logger, self.isReady) = (logger, isReady)
        (self.started, self.stopped) = (started, stopped)
    }

    /// Serves until the task is cancelled; then idle clients are sent away, the others get their answers within
    /// `GateConfiguration.stopGrace`.
    /// - Throws: when a listener or a certificate cannot be used. Nobody was let in then.
    public func run() async throws { try await run { _ in } }

    /// - Parameter listening: told the addresses when all listeners are open, in the configuration's order, the monitoring one last.
    func run(listening: @Sendable ([SocketAddress?]) -> Void) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            try await serve(group, listening)
            try await group.shutdownGracefully()
        } catch {
            try await group.shutdownGracefully()
            throw error
        }
    }

    private func serve(_ group: MultiThreadedEventLoopGroup, _ listening: @Sendable ([SocketAddress?]) -> Void)
        async throws
    {
        let loop = group.next()
        try configuration.check()
        let tls = try configuration.tls.map(ServerTLS.context)
        let upstream = try UpstreamServer(configuration)
        let gate = try await loop.submit { [configuration, judge, metrics, logger, started] in
            started(loop)
            let gate = GateLoop(
                loop: loop,
                configuration: configuration,
                judge: judge,
                metrics: metrics,
                tls: tls,
                upstream: upstream,
                logger: logger
            )
            return NIOLoopBound(gate, eventLoop: loop)
        }.get()
        var listeners = ListenerSet()
        do {
            for listener in configuration.listeners {
                let transport = ClientTransport(gate: gate, listener: listener, tls: tls)
                try await listeners.open(listener.address, on: group, initializer: transport.initialize)
            }
            try await openMonitoring(&listeners, group)
        } catch {
            await listeners.close()
            try await loop.submit { [stopped] in stopped() }.get()
            throw error
        }
        listening(listeners.addresses)
        logger.info("the gate is open")
        try await attend(gate, loop)
        logger.info("the gate closes")
        await listeners.close()
        try await stop(gate, loop)
    }

    private func openMonitoring(_ listeners: inout ListenerSet, _ group: any EventLoopGroup) async throws {
        guard let address = configuration.monitoring else { return }
        let source = MonitoringHandler.Source(metrics: metrics, isReady: isReady)
        try await listeners.open(address, on: group) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(IdleStateHandler(allTimeout: .seconds(10)))
                try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                try channel.pipeline.syncOperations.addHandler(MonitoringHandler(source))
            }
        }
    }

    /// Looks after the time limits until the task is cancelled.
    private func attend(_ gate: NIOLoopBound<GateLoop>, _ loop: any EventLoop) async throws {
        let interval = configuration.limits.sweepInterval
        let sweeps = loop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in gate.value.sweep() }
        defer { sweeps.cancel() }
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    }

    private func stop(_ gate: NIOLoopBound<GateLoop>, _ loop: any EventLoop) async throws {
        try await loop.submit { gate.value.beginStopping() }.get()
        let deadline = NIODeadline.now() + TimeAmount(configuration.stopGrace)
        while NIODeadline.now() < deadline, try await loop.submit({ !gate.value.sessions.isEmpty }).get() {
            // The task is cancelled already, so only the event loop can be waited with.
            try await loop.scheduleTask(in: .milliseconds(10)) {}.futureResult.get()
        }
        try await loop.submit { [stopped] in
            gate.value.endAll()
            stopped()
        }.get()
    }
}
