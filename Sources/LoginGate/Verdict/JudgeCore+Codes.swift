internal import DirectoryModel
internal import LDAPClient
internal import Logging
internal import NIOCore
internal import TwoFactor

/// The write that a code costs, and what its outcome means. Whoever is let in is let in by it.
///
/// Nothing is read before: the write's assertion says whether the code may be tried, and only where it does not hold is the
/// record looked at.
extension JudgeCore {
    /// Waits for the account's other codes, and then writes this one's outcome.
    func settle(_ code: CodeAttempt, _ attempt: LoginAttempt) -> EventLoopFuture<BindRefusal?> {
        inTurn(attempt) { account, line in
            let trial = Trial(code: code, account: account, attempt: attempt, line: line)
            guard let record = line.findings.record else { return .later(self.write(trial)) }
            switch code.against(record, at: attempt.time) {
            case .success(let code): return .later(self.write(trial.with(code)))
            case .failure(let vain): return .done(self.refused(attempt, vain.reason))
            }
        }
    }

    /// Admits whoever came with a right recovery code, unless too many codes were wrong.
    func admitUnlessLocked(_ reason: VerdictReason, _ attempt: LoginAttempt) -> EventLoopFuture<BindRefusal?> {
        inTurn(attempt) { account, line in
            .later(
                self.recovering(attempt, line, self.codes.read(account.entryUUID)) { record in
                    guard case .open = record.allowance(at: attempt.time) else {
                        return self.concluded(self.refused(attempt, .locked))
                    }
                    self.log.note(attempt.record(.admitted, reason))
                    return self.concluded(nil)
                }
            )
        }
    }

    private func inTurn(
        _ attempt: LoginAttempt,
        _ body: @escaping (AccountRecord, AttemptQueue.Line) -> AttemptQueue.Turn
    ) -> EventLoopFuture<BindRefusal?> {
        guard let account = attempt.account else { return concluded(putOff(attempt, .writesDown, isBusy: false)) }
        return attempts.enter(account.entryUUID) { line in
            if let trouble = line.findings.trouble { return .done(self.putOff(attempt, trouble, down: .writesDown)) }
            return body(account, line)
        }
    }

    /// Goes on with what an operation gave; where it came to nothing, this login and those behind it are put off.
    private func recovering<Value: Sendable>(
        _ attempt: LoginAttempt,
        _ line: AttemptQueue.Line,
        _ operation: EventLoopFuture<Value>,
        _ then: @escaping (Value) -> EventLoopFuture<BindRefusal?>
    ) -> EventLoopFuture<BindRefusal?> {
        operation.assumeIsolated().flatMap(then)
            .recover { error in
                line.findings.trouble = error
                return self.putOff(attempt, error, down: .writesDown)
            }
            .nonisolated()
    }

    // MARK: Writing

    /// A code's write, from one try to the next.
    private struct Trial {
        var code: CodeAttempt
        let account: AccountRecord
        let attempt: LoginAttempt
        let line: AttemptQueue.Line
        /// Another gate may change the record between two of our operations; whoever meets that again and again is refused.
        var triesLeft = 3

        func with(_ code: CodeAttempt) -> Trial {
            var trial = self
            trial.code = code
            return trial
        }
    }

    private func write(_ trial: Trial) -> EventLoopFuture<BindRefusal?> {
        var trial = trial
        trial.triesLeft -= 1
        let (attempt, account) = (trial.attempt, trial.account)
        return recovering(attempt, trial.line, codes.write(trial.code, of: account.entryUUID, at: attempt.time)) {
            [trial] outcome in
            switch LDAPResultCode(rawValue: Int32(outcome.code)) {
            case .success: return self.concluded(self.written(trial))
            case .noSuchObject: return self.begin(trial)
            case .assertionFailed: return self.lookAgain(trial)
            default: return self.concluded(self.unwritten(trial, outcome))
            }
        }
    }

    /// The activation has left no record, or the database was made anew.
    private func begin(_ trial: Trial) -> EventLoopFuture<BindRefusal?> {
        let (attempt, account) = (trial.attempt, trial.account)
        return recovering(attempt, trial.line, codes.begin(with: trial.code, of: account.entryUUID, at: attempt.time)) {
            outcome in
            switch LDAPResultCode(rawValue: Int32(outcome.code)) {
            case .success: return self.concluded(self.written(trial))
            case .entryAlreadyExists where trial.triesLeft > 0: return self.write(trial)
            default: return self.concluded(self.unwritten(trial, outcome))
            }
        }
    }

    /// The code was used, or too many were wrong, or a wait is over and one may be tried.
    private func lookAgain(_ trial: Trial) -> EventLoopFuture<BindRefusal?> {
        let (attempt, account) = (trial.attempt, trial.account)
        return recovering(attempt, trial.line, codes.read(account.entryUUID)) { record in
            trial.line.findings.record = record
            switch trial.code.against(record, at: attempt.time) {
            case .success(let code) where trial.triesLeft > 0: return self.write(trial.with(code))
            case .success: return self.concluded(self.refused(attempt, .locked))
            case .failure(let vain): return self.concluded(self.refused(attempt, vain.reason))
            }
        }
    }

    private func written(_ trial: Trial) -> BindRefusal? {
        let (code, attempt) = (trial.code, trial.attempt)
        trial.line.findings.note(code, at: attempt.time)
        guard code.step == nil else {
            log.note(attempt.record(.admitted, .code))
            return nil
        }
        return refused(attempt, attempt.purpose == .recovery ? .recoveryWrong : .codeWrong)
    }

    private func unwritten(_ trial: Trial, _ outcome: LinkOutcome) -> BindRefusal {
        log.logger.error("a code cannot be recorded: the provider answers result \(outcome.code) \(outcome.message)")
        return putOff(trial.attempt, .writesDown, isBusy: outcome.code == LDAPResultCode.busy.rawValue)
    }

    private func refused(_ attempt: LoginAttempt, _ reason: VerdictReason) -> BindRefusal {
        log.note(attempt.record(.refused, reason))
        return .wrong
    }
}

extension AttemptQueue.Findings {
    /// What a write that was made tells about the record: all of it when the code was right.
    mutating func note(_ code: CodeAttempt, at now: Timestamp) {
        if let known = record ?? (code.step == nil ? nil : CodeRecord()) { record = code.after(known, at: now) }
    }
}
