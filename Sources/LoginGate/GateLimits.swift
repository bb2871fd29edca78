internal import NIOCore

extension GateConfiguration {
    /// How much clients may use up. Sizes in bytes.
    public struct Limits: Sendable, Hashable {
        /// Client connections in all.
        public var connections = 10_000
        /// Client connections from one address; the Unix socket counts as none.
        public var connectionsPerAddress = 2_000
        /// The longest message before anybody has logged in.
        public var messageBytesBeforeBind = 256 * 1024
        /// The longest message after that.
        public var messageBytes = 16 * 1024 * 1024
        /// Operations of one client that slapd has not answered; at the limit no more are read.
        public var outstandingOperations = 128
        /// From one byte of a client to the next, while nothing is owed to it.
        public var idle: Duration = .seconds(3600)
        /// From the connection (or the end of its TLS handshake) to the first whole message.
        public var firstMessage: Duration = .seconds(30)
        /// For one message to become whole.
        public var message: Duration = .seconds(60)
        /// For a TLS handshake.
        public var handshake: Duration = .seconds(15)
        /// For a connection to slapd to be made.
        public var connect: Duration = .seconds(5)
        /// From a bind to its answer.
        public var bind: Duration = .seconds(20)
        /// For a client that is sent away to take what was written to it.
        public var closing: Duration = .seconds(5)

        /// Safe for production.
        public init() {}

        /// How often the time limits have to be looked at: a fraction of the shortest.
        var sweepInterval: TimeAmount {
            let shortest = [idle, firstMessage, message, handshake, bind, closing].min() ?? .seconds(1)
            return max(.milliseconds(10), min(.seconds(1), TimeAmount(shortest / 8)))
        }
    }
}
