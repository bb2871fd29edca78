internal import LDAPClient
internal import Logging
internal import NIOCore
internal import NIOSSL

/// What the connections of one gate share; confined to its event loop.
final class GateLoop {
    let loop: any EventLoop
    let configuration: GateConfiguration
    let judge: any BindJudge
    let metrics: GateMetrics
    let tls: NIOSSLContext?
    let upstream: UpstreamServer
    let logger: Logger
    private(set) var sessions: [ObjectIdentifier: ClientSession] = [:]
    private(set) var isStopping = false
    private var sessionsByAddress: [String: Int] = [:]

    init(
        loop: any EventLoop,
        configuration: GateConfiguration,
        judge: any BindJudge,
        metrics: GateMetrics,
        tls: NIOSSLContext?,
        upstream: UpstreamServer,
        logger: Logger
    ) {
        (self.loop, self.configuration, self.judge, self.metrics) = (loop, configuration, judge, metrics)
        (self.tls, self.upstream, self.logger) = (tls, upstream, logger)
    }

    /// Whether one more client may come in; the reason why not, as a metric names it.
    func refusal(for address: String) -> GateMetrics.Refusal? {
        if isStopping { return .stopping }
        if sessions.count >= configuration.limits.connections { return .connections }
        let perAddress = configuration.limits.connectionsPerAddress
        if address != ClientSession.localAddress, sessionsByAddress[address, default: 0] >= perAddress {
            return .address
        }
        return nil
    }

    func add(_ session: ClientSession) {
        sessions[ObjectIdentifier(session)] = session
        sessionsByAddress[session.address, default: 0] += 1
        metrics.connectionOpened()
    }

    func remove(_ session: ClientSession) {
        guard sessions.removeValue(forKey: ObjectIdentifier(session)) != nil else { return }
        let others = sessionsByAddress[session.address, default: 1] - 1
        sessionsByAddress[session.address] = others > 0 ? others : nil
        metrics.connectionClosed()
    }

    /// Ends whoever has used up a time limit.
    func sweep() {
        let now = NIODeadline.now()
        for session in Array(sessions.values) { session.checkDeadlines(now) }
    }

    /// Sends idle clients away and lets nobody else in; whoever waits for an answer gets it first.
    func beginStopping() {
        isStopping = true
        for session in Array(sessions.values) { session.leaveWhenIdle() }
    }

    /// Ends everybody.
    func endAll() {
        for session in Array(sessions.values) { session.disconnect(.unavailable, "the gate stops") }
    }
}
