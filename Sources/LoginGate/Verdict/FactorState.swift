internal import DirectoryModel
internal import TwoFactor

/// How an account stands to the second factor.
enum FactorState: Sendable, Hashable {
    /// It has one.
    case active
    /// It has none, and may log in all the same, for this reason: `notDue`, `newcomer` or `exempt`.
    case none(because: VerdictReason)
    /// It has none, and should since this moment.
    case overdue(since: Timestamp)
    /// It had one, and the secret is gone.
    case tampered

    init(_ account: AccountRecord, _ policy: TwoFactorPolicy, at now: Timestamp) {
        let facts = SecondFactorFacts(hasSecret: account.sealedSecret != nil, since: account.twoFactorSince)
        switch SecondFactorState(facts, at: now) {
        // Wrong codes stop codes alone: app passwords and tickets go on working.
        case .active, .locked: self = .active
        case .secretMissing: self = .tampered
        case .none, .pending:
            // There is no way to an app password but through a second factor, and a reset takes both away.
            self = account.appPasswords.isEmpty ? Self.without(account, policy, at: now) : .tampered
        }
    }

    /// An exemption that cannot be understood exempts nobody.
    private static func without(_ account: AccountRecord, _ policy: TwoFactorPolicy, at now: Timestamp) -> FactorState {
        let exemption = account.exemption.flatMap { try? TwoFactorExemption($0) }
        switch policy.requirement(registered: account.registered, exemption: exemption, at: now) {
        case .notDue: return .none(because: .notDue)
        case .newcomer: return .none(because: .newcomer)
        case .exempt: return .none(because: .exempt)
        case .overdue(let since): return .overdue(since: since)
        }
    }
}
