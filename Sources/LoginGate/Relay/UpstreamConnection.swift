internal import NIOCore
internal import NIOPosix

/// One client's connection to slapd.
final class UpstreamConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var session: ClientSession?
    private var context: ChannelHandlerContext?
    private var isClosed = false
    private var needsFlush = false
    private var readIsHeld = false
    private var isGathering = false
    /// How much has come of the result that is under way.
    private var ofResult = 0
    private var framer = ResponseFramer()
    /// What came behind a bind response that is still being judged.
    private var pending = ByteBuffer()
    private var isWaitingForJudge = false
    private var atBoundary: (() -> Void)?
    /// Whether slapd takes this connection for somebody's.
    var isAuthenticated = false

    init(session: ClientSession) { self.session = session }

    /// Connects; the session hears how that went.
    func open(_ gate: GateLoop) {
        let bound = NIOLoopBound(self, eventLoop: gate.loop)
        gate.upstream.connect(on: gate.loop, timeout: TimeAmount(gate.configuration.limits.connect)) { channel in
            channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(bound.value) }
        }
        .assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel): self.connected(channel, gate)
            case .failure(let error): self.failed(error)
            }
        }
    }

    private func connected(_ channel: any Channel, _ gate: GateLoop) {
        gate.metrics.upstreamConnected()
        guard !isClosed else { return channel.close(promise: nil) }
        session?.upstreamConnected()
    }

    private func failed(_ error: any Error) {
        guard !isClosed else { return }
        isClosed = true
        let isSlow = if case .connectTimeout? = error as? ChannelError { true } else { false }
        let session = takeSession()
        session?.upstreamUnreachable(isSlow: isSlow)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    /// Whether a message can be written now.
    var takesRequests: Bool { context?.channel.isWritable == true && !isRetiring && !isClosed }

    /// Whether the client has got whole messages only.
    var isAtBoundary: Bool { framer.isAtBoundary }

    /// Whether it ends with the message that is half through.
    var isRetiring: Bool { atBoundary != nil }

    func write(_ message: ByteBuffer) {
        context?.write(wrapOutboundOut(message), promise: nil)
        needsFlush = true
    }

    func flush() {
        guard needsFlush else { return }
        needsFlush = false
        context?.flush()
    }

    /// Nothing is heard of this connection any more.
    func close() {
        isClosed = true
        session = nil
        atBoundary = nil
        context?.close(promise: nil)
    }

    /// Says good-bye in the client's own words.
    func finish(with unbind: ByteBuffer) {
        isClosed = true
        session = nil
        guard let context else { return }
        context.writeAndFlush(wrapOutboundOut(unbind)).assumeIsolated().whenComplete { _ in context.close(promise: nil)
        }
    }

    /// Runs `action` as soon as the client has got whole messages only; nothing more is passed on then.
    func whenAtBoundary(_ action: @escaping () -> Void) {
        guard !isAtBoundary else { return action() }
        atBoundary = action
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var chunk = unwrapInboundIn(data)
        ofResult += chunk.readableBytes
        guard !isWaitingForJudge else {
            pending.writeBuffer(&chunk)
            return
        }
        if pending.readableBytes > 0 {
            pending.writeBuffer(&chunk)
            chunk = takePending()
        }
        pass(chunk)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        session?.relayedAll()
        if !framer.isInsideResult { ofResult = 0 }
        if ofResult > Self.small { gather(context) }
    }

    /// slapd writes a large result entry by entry. Whoever takes up each at once is woken for each, and wakes the client: in the
    /// midst of a result more of it is let come before the next look.
    private func gather(_ context: ChannelHandlerContext) {
        guard !isGathering else { return }
        isGathering = true
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.gatheringTime) {
            self.isGathering = false
            self.resumeReading()
        }
    }

    private static let gatheringTime = TimeAmount.microseconds(200)
    /// Up to so many bytes a result is none that anything is gained with.
    private static let small = 16 << 10

    /// A slow client's answers stay with slapd.
    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { readIsHeld = true }
    }

    private var mayRead: Bool {
        guard let session else { return true }
        return !isGathering && (!isWaitingForJudge || pending.readableBytes == 0)
            && session.context?.channel.isWritable != false
    }

    func resumeReading() {
        guard readIsHeld, mayRead else { return }
        readIsHeld = false
        context?.read()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        session?.pump()
        flush()
    }

    /// The bind has been answered: what came behind slapd's response goes on.
    func resumeAfterBind() {
        isWaitingForJudge = false
        pass(takePending())
        resumeReading()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        isClosed = true
        takeSession()?.upstreamClosed(isClean: isAtBoundary)
        context.fireChannelInactive()
    }

    /// The two know each other: one lets go when it ends.
    private func takeSession() -> ClientSession? {
        defer { session = nil }
        return session
    }

    private func takePending() -> ByteBuffer {
        var taken = ByteBuffer()
        swap(&taken, &pending)
        return taken
    }

    private func pass(_ read: ByteBuffer) {
        guard let session, read.readableBytes > 0 else { return }
        var chunk = read
        if atBoundary != nil {
            chunk = chunk.getSlice(at: chunk.readerIndex, length: framer.toBoundary(chunk)) ?? chunk
        }
        while let piece = framer.next(&chunk, settling: &session.outstanding) {
            switch piece {
            case .pass(let bytes): session.relay(bytes)
            case .fault: return session.upstreamFailed()
            case .bindResponse(let head, let response):
                (isWaitingForJudge, pending) = (true, chunk)
                return session.received(head, response)
            }
        }
        if let action = atBoundary, isAtBoundary {
            atBoundary = nil
            action()
        }
    }
}
