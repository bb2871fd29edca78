internal import LDAPClient
internal import NIOCore

/// Saying no, and when.
extension ClientSession {
    func refuse(_ attempt: BindAttempt, _ code: LDAPResultCode, _ text: String) {
        refuse(attempt, BindRefusal(resultCode: Int(code.rawValue), message: text))
    }

    /// Answers a bind with a refusal. The connection to slapd is anonymous then: if it was not, it is closed first.
    func refuse(_ attempt: BindAttempt, _ refusal: BindRefusal) {
        // A refusal is never a success, whatever was written into it.
        let code = refusal.resultCode > 0 ? refusal.resultCode : Int(LDAPResultCode.unavailable.rawValue)
        attempt.stage = .answering
        retireUpstream { [self] in
            hold(attempt, code: code) { [self] in
                guard let context else { return }
                finish(attempt, .open)
                send(
                    attempt.response(
                        LDAPResultCode(rawValue: Int32(clamping: code)),
                        refusal.message,
                        context.channel.allocator
                    )
                )
                resumeAfterBind()
            }
        }
    }

    /// A wrong password is always answered after the same time, whoever found it out.
    func hold(_ attempt: BindAttempt, code: Int, _ answer: @escaping () -> Void) {
        guard isCurrent(attempt), let context else { return }
        attempt.stage = .answering
        let due = attempt.arrival + TimeAmount(gate.configuration.wrongPasswordDelay)
        guard code == Int(LDAPResultCode.invalidCredentials.rawValue), due > .now() else { return answer() }
        context.eventLoop.assumeIsolated().scheduleTask(deadline: due) { [self] in
            if isCurrent(attempt) { answer() }
        }
    }

    func isCurrent(_ attempt: BindAttempt) -> Bool {
        if case .binding(let current) = phase { current === attempt } else { false }
    }

    func finish(_ attempt: BindAttempt, _ next: Phase) {
        phase = next
        gate.metrics.bindAnswered(after: .now() - attempt.arrival)
    }

    /// What waited behind the bind goes on, in both directions.
    func resumeAfterBind() {
        upstream?.resumeAfterBind()
        pump()
        upstream?.flush()
        if gate.isStopping { leaveWhenIdle() }
    }

    /// The judge's time or slapd's is up. Whatever slapd still says about it must not log anybody in.
    func bindTimedOut(_ attempt: BindAttempt) {
        if case .answering = attempt.stage {
            // The answer waits for the end of a message the client does not take.
            if upstream?.isRetiring == true { context?.close(promise: nil) }
            return
        }
        waiting = nil
        fail(attempt, .busy, "the directory is slow, try again later")
    }

    /// slapd did not decide: the judge hears the code in its place, the client gets a refusal.
    func fail(_ attempt: BindAttempt, _ code: LDAPResultCode, _ text: String) {
        _ = attempt.takeConclusion()?.conclude(Int(code.rawValue))
        dropUpstream()
        refuse(attempt, code, text)
    }
}

extension BindAttempt {
    /// What an answer goes by.
    var head: MessageHead {
        MessageHead(length: 0, id: request.messageID, tag: OperationTag.bindRequest, operationOffset: 0)
    }

    /// The gate's own BindResponse.
    func response(_ code: LDAPResultCode, _ text: String, _ allocator: ByteBufferAllocator) -> ByteBuffer {
        Answer.result(
            request.messageID,
            OperationTag.bindResponse,
            Int(code.rawValue),
            text,
            allocator: allocator
        )
    }
}

extension BindRefusal {
    /// The judge itself failed.
    static let unavailable = BindRefusal(
        resultCode: Int(LDAPResultCode.unavailable.rawValue),
        message: "the login cannot be checked now"
    )
}
