internal import LDAPClient
internal import NIOCore
internal import NIOSSL

/// StartTLS (RFC 4511, section 4.14) is between the client and the gate; slapd never hears of it.
extension ClientSession {
    func startTLS(_ head: MessageHead) {
        guard let context else { return }
        // Whatever stands behind the request would be taken for something that was said under protection.
        guard reader.bufferedBytes == 0 else {
            gate.metrics.refused(.injection)
            phase = .ending
            return context.close(promise: nil)
        }
        if let (code, text) = startTLSObjection() {
            return send(Answer.startTLS(head.id, code, text, allocator: context.channel.allocator))
        }
        guard let tls = gate.tls else { return }
        let handler = NIOSSLServerHandler(context: tls)
        send(Answer.startTLS(head.id, .success, "", allocator: context.channel.allocator))
        do {
            try context.pipeline.syncOperations.addHandler(handler, position: .first)
            beginHandshake(handler)
        } catch {
            context.close(promise: nil)
        }
    }

    private func startTLSObjection() -> (LDAPResultCode, String)? {
        switch protection {
        case .tls, .handshake: (.operationsError, "TLS is on already")
        case .local: (.unwillingToPerform, "a Unix socket needs no TLS")
        case .none where gate.tls == nil: (.unavailable, "the gate has no certificate")
        case .none where !outstanding.isEmpty: (.operationsError, "operations are outstanding")
        case .none: nil
        }
    }

    /// Under TLS the client is a new one: RFC 4513, section 3.1.4 leaves it to the server, and anonymous is safe.
    private func beginHandshake(_ handler: NIOSSLServerHandler) {
        tlsHandler = handler
        protection = .handshake
        deadlines.handshake = .now()
        upstream?.close()
        upstream = nil
        isAuthenticated = false
        phase = .open
    }

    func handshakeCompleted() {
        protection = .tls
        deadlines.handshakeCompleted(.now())
        pump()
    }
}
