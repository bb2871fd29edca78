internal import LDAPClient
internal import NIOCore

/// From the client.
extension ClientSession {
    /// Deals with one request; `false` when there is none yet.
    func takeRequest() -> Bool {
        let limits = gate.configuration.limits
        switch reader.next(limit: isAuthenticated ? limits.messageBytes : limits.messageBytesBeforeBind) {
        case .waiting:
            return false
        case .fault(let fault):
            gate.metrics.refused(fault == .oversize ? .oversize : .malformed)
            disconnect(.protocolError, fault == .oversize ? "the message is too long" : "this is no LDAP message")
            return false
        case .message(let head, let message):
            deadlines.hasSpoken = true
            gate.metrics.messageReceived()
            route(head, message)
            return true
        }
    }

    private func route(_ head: MessageHead, _ message: ByteBuffer) {
        switch RequestRoute(head, message, isRestricted: isRestricted) {
        case .forward: forward(head, message)
        case .abandon(let id): abandon(id, message)
        case .bind(let request): begin(request)
        case .refuse(let code, let text): answer(head, code, text)
        case .identify: identify(head)
        case .startTLS: startTLS(head)
        case .unbind: unbind(message)
        case .ignore: break
        case .disconnect:
            gate.metrics.refused(.malformed)
            disconnect(.protocolError, "this is no LDAP message")
        }
    }

    private var isRestricted: Bool {
        if case .restricted = phase { true } else { false }
    }

    private func forward(_ head: MessageHead, _ message: ByteBuffer) {
        if let upstream {
            outstanding.begin(head.id)
            upstream.write(message)
        } else {
            waiting = (message, head)
            openUpstream()
        }
    }

    private func abandon(_ id: Int32, _ message: ByteBuffer) {
        outstanding.end(id)
        upstream?.write(message)
    }

    private func unbind(_ message: ByteBuffer) {
        upstream?.finish(with: message)
        upstream = nil
        phase = .ending
        context?.close(promise: nil)
    }

    private func identify(_ head: MessageHead) {
        guard case .restricted(let authorizationID) = phase, let context else { return }
        send(Answer.whoAmI(head.id, authorizationID, allocator: context.channel.allocator))
    }

    /// Answers a request in slapd's place.
    func answer(_ head: MessageHead, _ code: LDAPResultCode, _ text: String) {
        guard let context, let tag = OperationTag.response(to: head.tag) else { return }
        send(Answer.result(head.id, tag, Int(code.rawValue), text, allocator: context.channel.allocator))
    }

    /// Writes and flushes: answers of the gate's own are few.
    func send(_ message: ByteBuffer) {
        context?.writeAndFlush(wrapOutboundOut(message), promise: nil)
    }

    /// Ends the connection after saying why, unless that would fall into the middle of another message.
    func disconnect(_ code: LDAPResultCode, _ text: String) {
        guard let context, !isEnding else { return }
        let maySpeak = (upstream?.isAtBoundary ?? true) && protection != .handshake
        phase = endingPhase()
        upstream?.close()
        upstream = nil
        guard maySpeak else { return context.close(promise: nil) }
        send(Answer.disconnection(code, text, allocator: context.channel.allocator))
        closeWhenWritten()
    }

    /// Ends the connection after what was said so far.
    func endAfterWriting() {
        guard !isEnding else { return }
        phase = endingPhase()
        upstream?.close()
        upstream = nil
        closeWhenWritten()
    }

    /// Closes once everything written so far is on its way; a client that does not read is not waited for very long.
    func closeWhenWritten() {
        guard let context else { return }
        deadlines.ending = .now() + TimeAmount(gate.configuration.limits.closing)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }

    /// The phase of a client that only gets what was already said; a bind under way is concluded.
    private func endingPhase() -> Phase {
        if case .binding(let attempt) = phase {
            _ = attempt.takeConclusion()?.conclude(Int(LDAPResultCode.unavailable.rawValue))
        }
        return .ending
    }
}
