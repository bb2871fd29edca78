internal import LDAPClient
internal import NIOCore
internal import NIOSSL
internal import NIOTLS

/// One client: what it sends is cut into messages, each goes its route; what slapd answers goes back.
///
/// A channel handler, confined to the gate's event loop. Its parts are in the extensions beside this file.
final class ClientSession: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What clients of the Unix socket are called.
    static let localAddress = "local"

    /// What the client may do now.
    enum Phase {
        case open
        case binding(BindAttempt)
        /// Let in without slapd.
        case restricted(authorizationID: String)
        /// Only what was already said still goes out.
        case ending
    }

    /// How the bytes are protected.
    enum Protection {
        case none
        case handshake
        case tls
        case local
    }

    let gate: GateLoop
    let address: String
    var phase = Phase.open
    var protection: Protection
    var reader = MessageReader()
    var outstanding = OutstandingOperations()
    var upstream: UpstreamConnection?
    /// The request that had slapd's connection opened.
    var waiting: (message: ByteBuffer, head: MessageHead)?
    var isAuthenticated = false
    var deadlines: SessionDeadlines
    var context: ChannelHandlerContext?
    var tlsHandler: NIOSSLServerHandler?
    private var readIsHeld = false
    private var isPumping = false

    init(gate: GateLoop, address: String, protection: Protection, tlsHandler: NIOSSLServerHandler? = nil) {
        (self.gate, self.address, self.protection, self.tlsHandler) = (gate, address, protection, tlsHandler)
        deadlines = SessionDeadlines(start: .now())
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        gate.add(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isEnding else { return }
        deadlines.activity = .now()
        reader.receive(unwrapInboundIn(data))
        pump()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        upstream?.flush()
    }

    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { readIsHeld = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        deadlines.activity = .now()
        upstream?.resumeReading()
        pump()
        upstream?.flush()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { handshakeCompleted() }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if protection == .handshake { gate.metrics.refused(.handshake) }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    /// Takes requests as long as they can be dealt with, then reads on or stops reading.
    func pump() {
        guard !isPumping else { return }
        isPumping = true
        while mayTakeRequest, takeRequest() {}
        isPumping = false
        deadlines.noteMessage(isPartial: mayTakeRequest && reader.bufferedBytes > 0)
        if readIsHeld, mayRead {
            readIsHeld = false
            context?.read()
        }
    }

    /// Nothing is taken from a client that does not take its answers, nor for a slapd that does not take its requests.
    var mayTakeRequest: Bool {
        guard outstanding.count < gate.configuration.limits.outstandingOperations, waiting == nil else { return false }
        switch phase {
        case .binding, .ending: return false
        case .open, .restricted: break
        }
        return context?.channel.isWritable == true && upstream?.takesRequests != false
    }

    /// A client that waits for its answer sends nothing: reading is only stopped for one that does, after one read. Stopping
    /// at every bind would cost two calls of the system more.
    private var mayRead: Bool { reader.bufferedBytes == 0 || mayTakeRequest || isEnding }

    var isEnding: Bool {
        if case .ending = phase { true } else { false }
    }

    /// Everything this client had is over.
    private func end() {
        guard context != nil else { return }
        context = nil
        let attempt: BindAttempt? = if case .binding(let attempt) = phase { attempt } else { nil }
        phase = .ending
        gate.remove(self)
        waiting = nil
        upstream?.close()
        upstream = nil
        // The judge may hold something for this account until it hears.
        _ = attempt?.takeConclusion()?.conclude(Int(LDAPResultCode.unavailable.rawValue))
    }
}
