internal import LDAPClient
internal import NIOCore

/// Logging in. One bind at a time (RFC 4511, section 4.2.1): later messages wait.
extension ClientSession {
    /// Somebody logs in; whatever the connection was before, it is anonymous from here on.
    func begin(_ request: BindRequest) {
        isAuthenticated = false
        guard request.version == 3 else {
            return refuse(start(request, authenticates: false), .protocolError, "only LDAP version 3 is spoken here")
        }
        switch request.authentication {
        case .simple(let password): beginSimple(request, password)
        case .sasl(let mechanism, let credentials): beginSASL(request, mechanism, credentials)
        }
    }

    func start(_ request: BindRequest, authenticates: Bool) -> BindAttempt {
        let attempt = BindAttempt(request, arrival: .now(), authenticates: authenticates)
        phase = .binding(attempt)
        return attempt
    }

    private func beginSimple(_ request: BindRequest, _ password: ByteBufferView) {
        guard let context else { return }
        let attempt = start(request, authenticates: !request.name.isEmpty)
        switch (request.name.isEmpty, password.isEmpty) {
        case (true, true):
            ask(attempt, request.anonymousMessage(allocator: context.channel.allocator), nil)
        case (true, false):
            refuse(attempt, .invalidCredentials, "")
        case (false, true):
            refuse(attempt, .unwillingToPerform, "a name without a password is no login (RFC 4513, section 5.1.2)")
        case (false, false):
            let isProtected = protection == .tls || protection == .local
            let bind = request.simpleBind(password: password, client: address, isProtected: isProtected)
            judge(attempt, bind, context)
        }
    }

    private func judge(_ attempt: BindAttempt, _ bind: SimpleBind, _ context: ChannelHandlerContext) {
        gate.judge.open(bind, on: context.eventLoop).assumeIsolated().whenComplete { [self] result in
            guard isCurrent(attempt), case .judging = attempt.stage, let context = self.context else {
                return Self.forget(result)
            }
            switch result {
            case .success(.ask(let name, let password, let conclusion)):
                let allocator = context.channel.allocator
                ask(
                    attempt,
                    attempt.request.simpleMessage(name: name, password: password, allocator: allocator),
                    conclusion
                )
            case .success(.admit(let authorizationID)):
                admit(attempt, authorizationID)
            case .success(.refuse(let refusal)):
                refuse(attempt, refusal)
            case .failure:
                refuse(attempt, .unavailable, "the login cannot be checked now")
            }
        }
    }

    /// The client has gone or was answered meanwhile: slapd is not asked, and the judge is told so.
    private static func forget(_ result: Result<BindOpening, any Error>) {
        guard case .success(.ask(_, _, let conclusion)) = result else { return }
        _ = conclusion.conclude(Int(LDAPResultCode.unavailable.rawValue))
    }

    /// Sends a bind to slapd, over a connection that is opened for it if there is none.
    func ask(_ attempt: BindAttempt, _ message: ByteBuffer, _ conclusion: BindConclusion?) {
        attempt.stage = .asking(conclusion)
        attempt.restrictedTo = conclusion?.restrictedTo
        // slapd abandons what runs when a bind comes; nobody waits for it any more.
        outstanding.endAll()
        guard let upstream else {
            waiting = (message, attempt.head)
            return openUpstream()
        }
        upstream.write(message)
        upstream.flush()
    }

    private func admit(_ attempt: BindAttempt, _ authorizationID: String) {
        attempt.stage = .answering
        retireUpstream { [self] in
            guard isCurrent(attempt), let context else { return }
            finish(attempt, .restricted(authorizationID: authorizationID))
            send(attempt.response(.success, "", context.channel.allocator))
            pump()
        }
    }

    /// slapd has answered the bind: the judge concludes, then the client hears.
    func received(_ head: MessageHead, _ response: ByteBuffer) {
        guard case .binding(let attempt) = phase, case .asking = attempt.stage, head.id == attempt.request.messageID,
            let code = Answer.resultCode(response, head)
        else { return upstreamFailed() }
        upstream?.isAuthenticated = code == 0 && attempt.authenticates
        guard let conclusion = attempt.takeConclusion() else {
            attempt.stage = .concluding
            return conclude(attempt, code, response, nil)
        }
        conclusion.conclude(code).assumeIsolated().whenComplete { [self] result in
            guard isCurrent(attempt), case .concluding = attempt.stage else { return }
            switch result {
            case .success(let refusal): conclude(attempt, code, response, refusal)
            case .failure: conclude(attempt, code, response, .unavailable)
            }
        }
    }

    private func conclude(_ attempt: BindAttempt, _ code: Int, _ response: ByteBuffer, _ refusal: BindRefusal?) {
        guard let refusal else { return passOn(attempt, code, response) }
        // slapd takes this connection for logged in: it must be gone before anything else can be sent on it.
        if code == 0 { dropUpstream() }
        refuse(attempt, refusal)
    }

    /// slapd only had to look at the password: its connection, which is logged in now, is not needed any more.
    private func restrict(_ attempt: BindAttempt, _ authorizationID: String, _ response: ByteBuffer) {
        dropUpstream()
        finish(attempt, .restricted(authorizationID: authorizationID))
        send(response)
        pump()
    }

    private func passOn(_ attempt: BindAttempt, _ code: Int, _ response: ByteBuffer) {
        if code == 0, let authorizationID = attempt.restrictedTo { return restrict(attempt, authorizationID, response) }
        hold(attempt, code: code) { [self] in
            finish(attempt, .open)
            isAuthenticated = code == 0 && attempt.authenticates
            send(response)
            // slapd logged the client in and went away: what the client takes for a login is none.
            if code == 0, upstream == nil { return endAfterWriting() }
            resumeAfterBind()
        }
    }
}
