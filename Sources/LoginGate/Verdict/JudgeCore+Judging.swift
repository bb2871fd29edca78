internal import DirectoryModel
internal import NIOCore
internal import TwoFactor

/// From the account and what was typed to what slapd is asked.
extension JudgeCore {
    func judge(_ typed: SecretBytes, _ account: AccountRecord, _ attempt: LoginAttempt) -> BindOpening {
        guard let ring = rings.ring, let purpose = attempt.purpose else { return unavailable(attempt, .keyRing) }
        guard let policy = policies.policy(of: account.service) else { return unavailable(attempt, .policies) }
        let credential = PresentedCredential(typed, for: purpose)
        let decision = LoginDecision(
            isActive: account.isActive,
            factor: FactorState(account, policy, at: attempt.time),
            for: purpose,
            with: credential.kind,
            configuration.enforcement
        )
        switch decision {
        case .refuse(let reason, let told):
            warnOfTampering(reason, attempt)
            return .refuse(note(attempt, reason, refusal(told)))
        case .askPassword(let after):
            if case .refuse(let reason, _) = after { warnOfTampering(reason, attempt) }
            return ask(account.dn, typed, attempt) { self.consequence(of: after) }
        case .askPasswordAndCode:
            return openWithCode(typed, account, ring, attempt)
        case .askPasswordAndRecoveryCode:
            return openWithRecoveryCode(typed, account, ring, attempt)
        case .judgeAppPassword:
            guard case .appPassword(let password) = credential else { return refuse(attempt, .appPasswordWrong) }
            return judge(password, account, ring, purpose, attempt)
        case .judgeTicket(let wouldRefuse):
            return judge(ticket: typed, account, ring, purpose, attempt, wouldRefuse)
        }
    }

    private func warnOfTampering(_ reason: VerdictReason, _ attempt: LoginAttempt) {
        guard reason == .tampered else { return }
        log.alarm(.tampered, "the second factor was active and its secret is gone", of: attempt)
    }

    private func note(_ attempt: LoginAttempt, _ reason: VerdictReason, _ refusal: BindRefusal) -> BindRefusal {
        log.note(attempt.record(.refused, reason))
        return refusal
    }

    private func consequence(of after: LoginDecision.AfterPassword) -> PasswordWasRight {
        switch after {
        case .admit(let reason, let wouldRefuse): .admit(reason, wouldRefuse: wouldRefuse)
        case .refuse(let reason, let told): .refuse(reason, refusal(told))
        }
    }

    private func refusal(_ told: LoginDecision.Told) -> BindRefusal {
        switch told {
        case .nothing: .wrong
        case .overdue(let since): .told(configuration.texts.overdue(since: since))
        case .needsAppPassword: .told(configuration.texts.needsAppPassword)
        case .needsHelp: .told(configuration.texts.needsHelp)
        }
    }

    // MARK: Password and code

    /// Opens the secret and looks at the code before slapd is asked: what is broken on our side shows whatever the
    /// password is, and no key has to be kept while slapd thinks.
    private func openWithCode(
        _ typed: SecretBytes,
        _ account: AccountRecord,
        _ ring: KeyRing,
        _ attempt: LoginAttempt
    ) -> BindOpening {
        guard codes.isReady else { return unavailable(attempt, .writesDown) }
        do {
            let secret = try account.openSecret(with: ring)
            guard let split = PasswordWithCode.splitOff(digits: secret.parameters.digits, from: typed) else {
                return ask(account.dn, typed, attempt) { .refuse(.codeMissing, .wrong) }
            }
            let verdict = try secret.judge(split.code, at: attempt.time, lastStep: nil)
            return ask(account.dn, split.password, attempt) { .code(CodeAttempt(verdict)) }
        } catch {
            log.alarm(.sealBroken, "the sealed secret cannot be used: \(error)", of: attempt)
            return unavailable(attempt, .sealBroken)
        }
    }
}

extension AccountRecord {
    var isActive: Bool { status == "active" }

    /// Throws when the value was altered, belongs elsewhere, or is older than the activation it stands for.
    func openSecret(with ring: KeyRing) throws(TwoFactorError) -> TOTPSecret {
        guard let sealedSecret else { throw TwoFactorError(.malformedValue, "there is no sealed secret") }
        let secret = try ring.open(SealedValue(sealedSecret.utf8), for: entryUUID, attribute: .secret)
        if let twoFactorSince, secret.enrolledAt + .seconds(60) < twoFactorSince {
            throw TwoFactorError(.oldGeneration, "the sealed secret is older than the activation")
        }
        return secret
    }
}
