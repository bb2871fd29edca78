internal import LDAPClient
internal import Logging
internal import NIOCore
internal import TwoFactor

/// The write that a code costs, and what its outcome means. Whoever is let in is let in by it.
extension JudgeCore {
    func write(
        _ modification: CodeModification,
        isRight: Bool,
        _ attempt: LoginAttempt
    ) -> EventLoopFuture<BindRefusal?> {
        guard let account = attempt.account else { return concluded(putOff(attempt, .writesDown, isBusy: false)) }
        return write.modify(account.dn, modification.changes, assertion: modification.assertion).assumeIsolated()
            .flatMap { self.conclude(attempt, account, modification, isRight: isRight, $0) }
            .recover { self.putOff(attempt, $0, down: .writesDown) }
            .nonisolated()
    }

    private func conclude(
        _ attempt: LoginAttempt,
        _ account: AccountRecord,
        _ modification: CodeModification,
        isRight: Bool,
        _ outcome: LinkOutcome
    ) -> EventLoopFuture<BindRefusal?> {
        switch LDAPResultCode(rawValue: Int32(outcome.code)) {
        case .success where isRight:
            log.note(attempt.record(.admitted, .code))
            return concluded(nil)
        case .success:
            return concluded(refusal(attempt, .codeWrong))
        case .assertionFailed where modification == .firstWrong(at: attempt.time):
            // Another one began the count in the meantime; this one is added to it.
            return write(.wrong(at: attempt.time, below: CodeModification.freeAttempts), isRight: false, attempt)
        case .assertionFailed:
            return tellReplayFromLock(attempt, account, isRight: isRight)
        default:
            log.logger.error(
                "a code cannot be recorded: the provider answers result \(outcome.code) \(outcome.message)"
            )
            return concluded(putOff(attempt, .writesDown, isBusy: outcome.code == 51))
        }
    }

    /// For the record only: the answer is the same.
    private func tellReplayFromLock(
        _ attempt: LoginAttempt,
        _ account: AccountRecord,
        isRight: Bool
    ) -> EventLoopFuture<BindRefusal?> {
        guard isRight else { return concluded(refusal(attempt, .locked)) }
        return lookup.find(stored: account.dn).assumeIsolated().map { finding in
            guard case .account(let now) = finding else { return .codeUsed }
            if case .open = now.allowance(at: attempt.time) { return .codeUsed }
            return .locked
        }
        .recover { _ in VerdictReason.codeUsed }
        .map { self.refusal(attempt, $0) }
        .nonisolated()
    }

    private func refusal(_ attempt: LoginAttempt, _ reason: VerdictReason) -> BindRefusal {
        log.note(attempt.record(.refused, reason))
        return .wrong
    }
}
