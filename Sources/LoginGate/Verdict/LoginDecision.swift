internal import DirectoryModel
internal import TwoFactor

/// What is to be done about a login: everything that can be said before slapd has seen the password and before a code, an
/// app password or a ticket has been looked at. A value made of values; the table of who gets in where is here and nowhere
/// else.
enum LoginDecision: Sendable, Hashable {
    /// slapd is asked about the password as it came.
    case askPassword(then: AfterPassword)
    /// The code is taken off the end; slapd is asked about the rest, and when that is right the code decides.
    case askPasswordAndCode
    /// The recovery code is taken off the end; slapd is asked about the rest, and when that is right the code decides.
    case askPasswordAndRecoveryCode
    /// An app password of the account decides.
    case judgeAppPassword
    /// The ticket decides; `wouldRefuse` as in ``AfterPassword``.
    case judgeTicket(wouldRefuse: VerdictReason?)
    /// Refused, whatever the password is; slapd is not asked.
    case refuse(VerdictReason, Told = .nothing)

    /// What a right password leads to. A wrong one leads to slapd's own answer.
    enum AfterPassword: Sendable, Hashable {
        /// In; `wouldRefuse` says why not any more once the second factor is enforced.
        case admit(VerdictReason, wouldRefuse: VerdictReason? = nil)
        /// Out, with a text for whoever knew the password.
        case refuse(VerdictReason, Told)
    }

    /// What somebody who is refused is told besides.
    enum Told: Sendable, Hashable {
        /// As little as with a wrong one.
        case nothing
        case overdue(since: Timestamp)
        case needsAppPassword
        case needsHelp
    }
}

/// Whether the second factor is demanded or only watched.
enum Enforcement: String, Sendable, Hashable, CaseIterable {
    /// Whoever has no second factor after the deadline is refused.
    case enforce
    /// Nobody is refused for lack of one; who would have been is recorded. An account that has activated its second
    /// factor is protected all the same: its owner asked for that.
    case observe
}

extension LoginDecision {
    /// The verdict table.
    init(
        isActive: Bool,
        factor: FactorState,
        for purpose: LoginProtocol,
        with credential: PresentedCredential.Kind,
        _ enforcement: Enforcement
    ) {
        guard isActive else { self = Self.inactive(credential); return }
        guard purpose != .activation else { self = Self.activating(factor, credential); return }
        guard purpose != .recovery else { self = Self.recovering(factor, credential); return }
        switch factor {
        case .active: self = Self.active(purpose, credential)
        case .none(let reason):
            self = Self.withoutFactor(purpose, credential, .admit(reason, wouldRefuse: reason.isPassing))
        case .overdue(let since):
            let admits = enforcement == .observe
            self = Self.withoutFactor(
                purpose,
                credential,
                admits
                    ? .admit(.observed, wouldRefuse: .noSecondFactor) : .refuse(.noSecondFactor, .overdue(since: since))
            )
        case .tampered: self = Self.tampered(credential)
        }
    }

    /// slapd refuses accounts that are not active by itself; it is asked so that these take as long as the others.
    private static func inactive(_ credential: PresentedCredential.Kind) -> LoginDecision {
        credential == .password ? .askPassword(then: .refuse(.notActive, .nothing)) : .refuse(.notActive)
    }

    /// A mail program's main password is never looked at: its answer would tell whoever guesses that it is right, and an old
    /// phone that goes on trying a former one would lock its owner out.
    private static func active(_ purpose: LoginProtocol, _ credential: PresentedCredential.Kind) -> LoginDecision {
        switch (credential, purpose.isMailProgram) {
        case (.password, true): .refuse(.mainPassword, .needsAppPassword)
        case (.password, false): .askPasswordAndCode
        case (.appPassword, true): .judgeAppPassword
        case (.appPassword, false): .refuse(.appPasswordWrong)
        case (.sessionTicket, true): .judgeTicket(wouldRefuse: nil)
        case (.sessionTicket, false): .refuse(.ticketWrong)
        }
    }

    /// Webmail gives tickets to everybody who signs in there; app passwords exist with a second factor only.
    private static func withoutFactor(
        _ purpose: LoginProtocol,
        _ credential: PresentedCredential.Kind,
        _ password: AfterPassword
    ) -> LoginDecision {
        switch credential {
        case .password: return .askPassword(then: password)
        case .appPassword: return .refuse(.appPasswordWrong)
        case .sessionTicket:
            guard purpose.isMailProgram else { return .refuse(.ticketWrong) }
            guard case .admit(_, let wouldRefuse) = password else { return .refuse(.noSecondFactor) }
            return .judgeTicket(wouldRefuse: wouldRefuse)
        }
    }

    /// Whoever has no second factor may set one up, late as it is; whoever has one uses it.
    private static func activating(
        _ factor: FactorState,
        _ credential: PresentedCredential.Kind
    ) -> LoginDecision {
        switch (factor, credential) {
        case (.none, .password), (.overdue, .password): .askPassword(then: .admit(.activation))
        case (.active, .password): .refuse(.codeMissing)
        case (.tampered, _): tampered(credential)
        case (_, .appPassword): .refuse(.appPasswordWrong)
        case (_, .sessionTicket): .refuse(.ticketWrong)
        }
    }

    /// What there is no second factor to recover of is refused as a wrong code is, and takes as long.
    private static func recovering(
        _ factor: FactorState,
        _ credential: PresentedCredential.Kind
    ) -> LoginDecision {
        switch (factor, credential) {
        case (.active, .password): .askPasswordAndRecoveryCode
        case (.tampered, _): tampered(credential)
        case (_, .password): .askPassword(then: .refuse(.recoveryWrong, .nothing))
        case (_, .appPassword), (_, .sessionTicket): .refuse(.recoveryWrong)
        }
    }

    private static func tampered(_ credential: PresentedCredential.Kind) -> LoginDecision {
        credential == .password ? .askPassword(then: .refuse(.tampered, .needsHelp)) : .refuse(.tampered)
    }
}

extension VerdictReason {
    /// Reasons to go without a second factor that will pass. An exemption has an end, too, but somebody answers for it.
    fileprivate var isPassing: VerdictReason? {
        self == .notDue || self == .newcomer ? .noSecondFactor : nil
    }
}
