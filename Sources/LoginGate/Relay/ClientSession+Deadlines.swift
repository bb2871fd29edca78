internal import LDAPClient
internal import NIOCore

/// Clients that take their time, and clients of a gate that stops.
extension ClientSession {
    func checkDeadlines(_ now: NIODeadline) {
        let attempt: BindAttempt? = if case .binding(let attempt) = phase { attempt } else { nil }
        let isWaiting = !outstanding.isEmpty && context?.channel.isWritable == true
        let limits = gate.configuration.limits
        let expiry = deadlines.expiry(now, limits, bindArrival: attempt?.arrival, isWaiting: isWaiting)
        switch expiry {
        case nil: return
        case .bind: if let attempt { bindTimedOut(attempt) }
        case .ending: context?.close(promise: nil)
        case .handshake: expire(.handshake)
        case .firstMessage, .message: expire(.slow)
        case .idle: expire(.idle)
        }
    }

    private func expire(_ reason: GateMetrics.Refusal) {
        gate.metrics.refused(reason)
        switch reason {
        case .idle: disconnect(.unavailable, "the connection was idle for too long")
        default: disconnect(.protocolError, "the message took too long")
        }
    }

    /// Sends the client away if nothing is owed to it.
    func leaveWhenIdle() {
        switch phase {
        case .ending, .binding: return
        case .open, .restricted: break
        }
        guard outstanding.isEmpty, waiting == nil, upstream?.isAtBoundary ?? true else { return }
        disconnect(.unavailable, "the gate stops")
    }
}
