internal import NIOCore
internal import NIOSSL

/// What a new client's channel is made of.
struct ClientTransport: Sendable {
    let gate: NIOLoopBound<GateLoop>
    let listener: GateConfiguration.Listener
    let tls: NIOSSLContext?

    /// Turns the client away when there are too many; otherwise it is the gate's.
    func initialize(_ channel: any Channel) -> EventLoopFuture<Void> {
        let gate = gate.value
        let address = Self.address(of: channel)
        if let reason = gate.refusal(for: address) {
            gate.metrics.refused(reason)
            return channel.eventLoop.makeFailedFuture(ChannelError.inappropriateOperationForState)
        }
        return channel.eventLoop.makeCompletedFuture { try addHandlers(channel, gate, address) }
    }

    private func addHandlers(_ channel: any Channel, _ gate: GateLoop, _ address: String) throws {
        let pipeline = channel.pipeline.syncOperations
        guard listener.transport == .tls, let tls else {
            let session = ClientSession(gate: gate, address: address, protection: isLocal ? .local : .none)
            return try pipeline.addHandler(session)
        }
        let handler = NIOSSLServerHandler(context: tls)
        try pipeline.addHandler(handler)
        let session = ClientSession(gate: gate, address: address, protection: .handshake, tlsHandler: handler)
        session.deadlines.handshake = .now()
        try pipeline.addHandler(session)
    }

    private var isLocal: Bool {
        if case .unix = listener.address { true } else { false }
    }

    /// The address without the port.
    private static func address(of channel: any Channel) -> String {
        channel.remoteAddress?.ipAddress ?? ClientSession.localAddress
    }
}
