internal import NIOCore
internal import TwoFactor

/// What follows when slapd took the password.
enum PasswordWasRight: Sendable {
    case admit(VerdictReason, wouldRefuse: VerdictReason? = nil)
    case refuse(VerdictReason, BindRefusal)
    /// A code decides.
    case code(CodeAttempt)
    /// Admitted, unless too many codes were wrong.
    case admitUnlessLocked(VerdictReason)
}

extension JudgeCore {
    /// Lets slapd judge the password, and concludes from its answer.
    func ask(
        _ name: String,
        _ password: SecretBytes,
        _ attempt: LoginAttempt,
        then: () -> PasswordWasRight
    ) -> BindOpening {
        let then = then()
        let core = NIOLoopBound(self, eventLoop: loop)
        let restrictedTo = attempt.purpose?.isProofOnly == true ? attempt.account.map { "dn:\($0.dn)" } : nil
        let conclusion = BindConclusion(restrictedTo: restrictedTo) { code in
            core.value.conclude(attempt, then, slapdSaid: code)
        }
        return .ask(name: name, password: password, conclusion: conclusion)
    }

    private func conclude(
        _ attempt: LoginAttempt,
        _ then: PasswordWasRight,
        slapdSaid code: Int
    ) -> EventLoopFuture<BindRefusal?> {
        guard code == 0 else { return concluded(note(attempt, slapdSaid: code)) }
        switch then {
        case .admit(let reason, let wouldRefuse):
            log.note(attempt.record(.admitted, reason, wouldRefuse: wouldRefuse))
            return concluded(nil)
        case .refuse(let reason, let refusal):
            log.note(attempt.record(.refused, reason))
            return concluded(refusal)
        case .code(let code):
            return settle(code, attempt)
        case .admitUnlessLocked(let reason):
            return admitUnlessLocked(reason, attempt)
        }
    }

    func concluded(_ refusal: BindRefusal?) -> EventLoopFuture<BindRefusal?> { loop.makeSucceededFuture(refusal) }

    /// slapd's own answer goes to the client as it is, with ppolicy's controls if there are any.
    private func note(_ attempt: LoginAttempt, slapdSaid code: Int) -> BindRefusal? {
        switch code {
        case 51: log.note(attempt.record(.busy, .directorySlow))
        case 1, 2, 3, 11, 52, 80: log.note(attempt.record(.unavailable, .directoryDown))
        default:
            let isNobody = attempt.account == nil && attempt.purpose != nil
            log.note(attempt.record(.refused, isNobody ? .unknownName : .password))
        }
        return nil
    }
}
