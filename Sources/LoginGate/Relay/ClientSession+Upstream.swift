internal import LDAPClient
internal import Logging
internal import NIOCore

/// To slapd and back. The connection is opened at the first message that has to go there.
extension ClientSession {
    func openUpstream() {
        let connection = UpstreamConnection(session: self)
        upstream = connection
        connection.open(gate)
    }

    func upstreamConnected() {
        guard let (message, head) = waiting, let upstream else { return }
        waiting = nil
        if head.tag != OperationTag.bindRequest { outstanding.begin(head.id) }
        upstream.write(message)
        upstream.flush()
        pump()
        upstream.flush()
    }

    /// slapd cannot be reached: nobody is let in, everybody is told to come again.
    func upstreamUnreachable(isSlow: Bool) {
        gate.metrics.upstreamFailed()
        upstream = nil
        let code: LDAPResultCode = isSlow ? .busy : .unavailable
        let text = isSlow ? "the directory is slow, try again later" : "the directory cannot be reached now"
        let request = waiting
        waiting = nil
        if case .binding(let attempt) = phase {
            fail(attempt, code, text)
        } else if let request {
            answer(request.head, code, text)
            pump()
        }
    }

    /// Bytes of slapd's answers; flushed when all that was read has been dealt with.
    func relay(_ bytes: ByteBuffer) {
        context?.write(wrapOutboundOut(bytes), promise: nil)
    }

    func relayedAll() {
        context?.flush()
        pump()
        upstream?.flush()
        if gate.isStopping { leaveWhenIdle() }
    }

    /// slapd ended the connection. A bind it leaves unanswered has failed; otherwise the client loses its login and must
    /// notice.
    /// - Parameter isClean: the client has got whole messages only.
    func upstreamClosed(isClean: Bool) {
        upstream = nil
        outstanding.endAll()
        guard isClean, case .binding(let attempt) = phase else { return endAfterWriting() }
        guard case .asking = attempt.stage else { return }
        gate.metrics.upstreamFailed()
        fail(attempt, .unavailable, "the directory cannot be reached now")
    }

    /// slapd, or what is in its place, does not speak LDAP.
    func upstreamFailed() {
        gate.metrics.upstreamFailed()
        gate.logger.error("the directory server sent what is no LDAP response")
        dropUpstream()
        if case .binding(let attempt) = phase, case .asking = attempt.stage {
            return fail(attempt, .unavailable, "the directory cannot be reached now")
        }
        context?.close(promise: nil)
    }

    /// Closes the connection to slapd at once. A client that got half a message cannot go on.
    func dropUpstream() {
        guard let connection = upstream else { return }
        upstream = nil
        outstanding.endAll()
        let isClean = connection.isAtBoundary
        connection.close()
        if !isClean { context?.close(promise: nil) }
    }

    /// Makes sure that nothing of an earlier login is left, then goes on. A message that is half through is completed first.
    func retireUpstream(_ next: @escaping () -> Void) {
        guard let connection = upstream, connection.isAuthenticated || !outstanding.isEmpty || !connection.isAtBoundary
        else {
            return next()
        }
        connection.whenAtBoundary { [self] in
            dropUpstream()
            next()
        }
    }
}
