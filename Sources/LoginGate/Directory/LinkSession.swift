internal import LDAPClient
internal import NIOCore

/// One signed-in connection of the gate's own: many operations at once, told apart by message ID. Confined to its event
/// loop.
final class LinkSession: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// What an operation gave.
    struct Answer: Sendable {
        /// The entries found, at most as many as asked for.
        var entries: [LDAPEntry]
        /// How it ended.
        let outcome: LinkOutcome
    }

    private struct Pending {
        let promise: EventLoopPromise<Answer>
        let deadline: NIODeadline
        let entryLimit: Int
        var entries: [LDAPEntry] = []
    }

    private let channel: any Channel
    private let timeout: TimeAmount
    private let maximumInFlight: Int
    private static let largestMessage = 1 << 20

    private var pending: [Int32: Pending] = [:]
    private var order = CircularBuffer<Int32>()
    private var lastID: Int32 = 0
    private var received = ByteBuffer()
    private var outgoing = ByteBuffer()
    private var isFlushScheduled = false
    private var isClockRunning = false
    private var lastReceived: NIODeadline

    init(channel: any Channel, timeout: TimeAmount, maximumInFlight: Int) {
        self.channel = channel
        self.timeout = timeout
        self.maximumInFlight = maximumInFlight
        lastReceived = channel.eventLoop.now
    }

    /// How many operations wait for their answers.
    var inFlight: Int { pending.count }

    /// Ends the connection; what is in flight fails.
    func close() {
        channel.close(promise: nil)
    }

    // MARK: Sending

    /// Sends a request; the answer's outcome may be any result code.
    func send(
        _ request: LinkMessage.Request,
        _ body: [UInt8],
        controls: [UInt8] = [],
        entryLimit: Int = 0
    ) -> EventLoopFuture<Answer> {
        guard channel.isActive else { return channel.eventLoop.makeFailedFuture(LinkError.lost) }
        guard pending.count < maximumInFlight else {
            return channel.eventLoop.makeFailedFuture(LinkError.tooManyInFlight)
        }
        let promise = channel.eventLoop.makePromise(of: Answer.self)
        let id = nextID()
        let now = channel.eventLoop.now
        if pending.isEmpty { lastReceived = now }
        pending[id] = Pending(promise: promise, deadline: now + timeout, entryLimit: entryLimit)
        order.append(id)
        LinkMessage.write(id, request, body, controls: controls, into: &outgoing)
        scheduleFlush()
        startClock()
        return promise.futureResult
    }

    private func nextID() -> Int32 {
        lastID = lastID == .max ? 1 : lastID + 1
        return pending[lastID] == nil ? lastID : nextID()
    }

    /// Requests of one turn of the event loop leave in one write.
    private func scheduleFlush() {
        guard !isFlushScheduled else { return }
        isFlushScheduled = true
        channel.eventLoop.assumeIsolated().execute {
            self.isFlushScheduled = false
            let bytes = self.outgoing
            self.outgoing = ByteBuffer()
            self.channel.writeAndFlush(bytes, promise: nil)
        }
    }

    // MARK: Receiving

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        received.writeBuffer(&bytes)
        lastReceived = context.eventLoop.now
        while let message = nextMessage(context) {
            do {
                take(try LinkReply(message))
            } catch {
                return fail(context, .malformed)
            }
        }
        if received.readableBytes == 0 { received.clear(minimumCapacity: 0) } else { received.discardReadBytes() }
    }

    private func nextMessage(_ context: ChannelHandlerContext) -> ByteBuffer? {
        switch MessageFrame(in: received) {
        case .incomplete: return nil
        case .length(let length) where length <= Self.largestMessage: return received.readSlice(length: length)
        case .length, .malformed:
            fail(context, .malformed)
            return nil
        }
    }

    /// Answers to operations that were given up are read over; so is a notice of disconnection, which a close follows.
    private func take(_ reply: LinkReply) {
        switch reply.content {
        case .entry(let entry):
            guard let limit = pending[reply.id]?.entryLimit else { return }
            if let found = pending[reply.id]?.entries.count, found >= limit { return complete(reply.id, .tooMany) }
            pending[reply.id]?.entries.append(entry)
        case .reference: complete(reply.id, .referred)
        case .done(let outcome): complete(reply.id, outcome)
        case .other: break
        }
    }

    private func complete(_ id: Int32, _ outcome: LinkOutcome) {
        guard let operation = pending.removeValue(forKey: id) else { return }
        operation.promise.succeed(Answer(entries: operation.entries, outcome: outcome))
    }

    func channelInactive(context: ChannelHandlerContext) {
        failAll(.lost)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(context, .lost)
    }

    private func fail(_ context: ChannelHandlerContext, _ error: LinkError) {
        received.clear()
        failAll(error)
        context.close(promise: nil)
    }

    private func failAll(_ error: LinkError) {
        let operations = pending.values
        pending = [:]
        order.removeAll()
        for operation in operations { operation.promise.fail(error) }
    }

    // MARK: Time

    private func startClock() {
        guard !isClockRunning else { return }
        isClockRunning = true
        channel.eventLoop.assumeIsolated().scheduleTask(in: min(timeout, .milliseconds(50))) {
            self.isClockRunning = false
            self.giveUpOverdue()
            if !self.pending.isEmpty { self.startClock() }
        }
    }

    /// All operations have the same time, so the oldest are due first. A directory that says nothing at all for that long
    /// may hang for ever: the connection is given up as well, and what it will still say with it.
    private func giveUpOverdue() {
        let now = channel.eventLoop.now
        var overdue: [Pending] = []
        while let id = order.first {
            if let operation = pending[id] {
                guard operation.deadline <= now else { break }
                overdue.append(operation)
                pending[id] = nil
            }
            order.removeFirst()
        }
        // Whoever is told may send anew or close: the books have to be in order by then.
        for operation in overdue { operation.promise.fail(LinkError.timedOut) }
        if !overdue.isEmpty, lastReceived + timeout <= now { close() }
    }
}

extension LinkOutcome {
    /// More entries came than were asked for (RFC 4511, sizeLimitExceeded).
    fileprivate static let tooMany = LinkOutcome(code: 4, message: "")
    /// The answer is somewhere else (RFC 4511, referral).
    fileprivate static let referred = LinkOutcome(code: 10, message: "")
}
