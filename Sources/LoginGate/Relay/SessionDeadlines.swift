internal import NIOCore

/// When a client has had enough time. A pure value: it is told the times and the limits.
struct SessionDeadlines {
    /// What took too long.
    enum Expiry: Hashable {
        case firstMessage
        case message
        case handshake
        case idle
        case ending
        case bind
    }

    private var start: NIODeadline
    /// Whether one whole message has come.
    var hasSpoken = false
    /// When the client last sent or took something.
    var activity: NIODeadline
    /// When the TLS handshake began, while it lasts.
    var handshake: NIODeadline?
    /// When an ended connection is closed, whether the client has read everything or not.
    var ending: NIODeadline?
    private var partialSince: NIODeadline?

    init(start: NIODeadline) { (self.start, activity) = (start, start) }

    /// The TLS handshake is over: time for the first message begins anew.
    mutating func handshakeCompleted(_ now: NIODeadline) { (handshake, start) = (nil, now) }

    /// Half a message is there, or not.
    mutating func noteMessage(isPartial: Bool) { partialSince = isPartial ? partialSince ?? activity : nil }

    /// - Parameters:
    ///   - bindArrival: when the bind under way came.
    ///   - isWaiting: slapd owes the client something and the client takes it: not idle, however long it lasts.
    func expiry(_ now: NIODeadline, _ limits: GateConfiguration.Limits, bindArrival: NIODeadline?, isWaiting: Bool)
        -> Expiry?
    {
        func isOver(_ since: NIODeadline?, _ limit: Duration) -> Bool {
            since.map { $0 + TimeAmount(limit) <= now } ?? false
        }
        if let ending { return ending <= now ? .ending : nil }
        if isOver(bindArrival, limits.bind) { return .bind }
        if isOver(handshake, limits.handshake) { return .handshake }
        if !hasSpoken, handshake == nil, isOver(start, limits.firstMessage) { return .firstMessage }
        if isOver(partialSince, limits.message) { return .message }
        if bindArrival == nil, !isWaiting, isOver(activity, limits.idle) { return .idle }
        return nil
    }
}
