internal import LDAPClient
internal import Logging
internal import NIOCore
internal import TwoFactor

/// The write that a code costs, and what its outcome means. Whoever is let in is let in by it.
extension JudgeCore {
    /// Waits for the account's other codes, and then writes this one's outcome.
    func settle(_ code: CodeAttempt, _ attempt: LoginAttempt) -> EventLoopFuture<BindRefusal?> {
        guard let account = attempt.account else { return concluded(putOff(attempt, .writesDown, isBusy: false)) }
        return attempts.enter(account.entryUUID) { line in
            if let trouble = line.findings.trouble { return .done(self.putOff(attempt, trouble, down: .writesDown)) }
            if let reason = line.findings.reason(against: code) { return .done(self.refused(attempt, reason)) }
            return .later(self.write(code, account, attempt, line))
        }
    }

    private func write(
        _ code: CodeAttempt,
        _ account: AccountRecord,
        _ attempt: LoginAttempt,
        _ line: AttemptQueue.Line
    ) -> EventLoopFuture<BindRefusal?> {
        write.modify(account.dn, code.changes(at: attempt.time), assertion: code.assertion).assumeIsolated()
            .flatMap { self.conclude(code, account, attempt, line, $0) }
            .recover { error in
                line.findings.trouble = error
                return self.putOff(attempt, error, down: .writesDown)
            }
            .nonisolated()
    }

    private func conclude(
        _ code: CodeAttempt,
        _ account: AccountRecord,
        _ attempt: LoginAttempt,
        _ line: AttemptQueue.Line,
        _ outcome: LinkOutcome
    ) -> EventLoopFuture<BindRefusal?> {
        switch (LDAPResultCode(rawValue: Int32(outcome.code)), code.step) {
        case (.success, let step?):
            line.findings.usedStep = step
            log.note(attempt.record(.admitted, .code))
            return concluded(nil)
        case (.success, nil):
            return concluded(refused(attempt, attempt.purpose == .recovery ? .recoveryWrong : .codeWrong))
        case (.assertionFailed, nil) where !code.hasCount:
            // Another one began the count in the meantime; this one is added to it.
            return write(CodeAttempt(step: nil, limit: code.limit), account, attempt, line)
        case (.assertionFailed, nil):
            line.findings.exhausted = code.limit
            return concluded(refused(attempt, .locked))
        case (.assertionFailed, let step?):
            return tellReplayFromLock(step, code.limit, account, attempt, line)
        default:
            log.logger.error(
                "a code cannot be recorded: the provider answers result \(outcome.code) \(outcome.message)"
            )
            return concluded(putOff(attempt, .writesDown, isBusy: outcome.code == 51))
        }
    }

    /// For the record only: the answer is the same.
    private func tellReplayFromLock(
        _ step: Int64,
        _ limit: Int,
        _ account: AccountRecord,
        _ attempt: LoginAttempt,
        _ line: AttemptQueue.Line
    ) -> EventLoopFuture<BindRefusal?> {
        lookup.find(stored: account.dn).assumeIsolated().map { finding in
            guard case .account(let now) = finding else { return .codeUsed }
            if let last = now.lastStep, last >= step {
                line.findings.usedStep = step
                return .codeUsed
            }
            // A replica may lag and show neither; then nothing is concluded about the others.
            if (now.failures ?? 0) >= limit { line.findings.exhausted = limit }
            return .locked
        }
        .recover { _ in VerdictReason.codeUsed }
        .map { self.refused(attempt, $0) }
        .nonisolated()
    }

    private func refused(_ attempt: LoginAttempt, _ reason: VerdictReason) -> BindRefusal {
        log.note(attempt.record(.refused, reason))
        return .wrong
    }
}

extension AttemptQueue.Findings {
    /// Why a code would be written in vain, if it would.
    func reason(against code: CodeAttempt) -> VerdictReason? {
        if let exhausted, code.limit <= exhausted { return .locked }
        if let usedStep, let step = code.step, step <= usedStep { return .codeUsed }
        return nil
    }
}
