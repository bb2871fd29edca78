/// An operation that was sent and not yet answered in full. Lives on the connection's queue.
final class PendingOperation {
    /// Who waits for the answer.
    enum Receiver {
        case response(CheckedContinuation<LDAPResponse, any Error>)
        case exchange(SASLExchange, CheckedContinuation<LDAPResponse, any Error>)
        case stream(any MessageSink)
    }

    let receiver: Receiver
    /// The longest silence, in nanoseconds.
    let patience: UInt64?
    /// Whether giving up means giving up the connection: a bind or StartTLS half done cannot be abandoned
    /// (RFC 4511, sections 4.11 and 4.14).
    let endsConnection: Bool
    /// When the silence is too long, in nanoseconds of the monotonic clock.
    private(set) var deadline: UInt64?
    /// Whether its consumer has not been given everything yet.
    var isUnflushed = false

    init(_ receiver: Receiver, patience: UInt64?, endsConnection: Bool) {
        self.receiver = receiver
        self.patience = patience
        self.endsConnection = endsConnection
    }

    /// Whether it can hold back reading because its consumer is behind.
    var isFull: Bool {
        if case .stream(let sink) = receiver { sink.isFull } else { false }
    }

    /// Starts the wait anew, unless the server may be silent now.
    func heard(at now: UInt64) {
        if case .stream(let sink) = receiver, sink.mayBeSilent {
            deadline = nil
        } else {
            deadline = patience.map { now &+ $0 }
        }
    }

    /// Ends the operation for whoever waits.
    func finish(_ ending: Result<LDAPResponse, any Error>) {
        switch receiver {
        case .response(let continuation), .exchange(_, let continuation): continuation.resume(with: ending)
        case .stream(let sink): sink.finish(ending)
        }
    }
}
