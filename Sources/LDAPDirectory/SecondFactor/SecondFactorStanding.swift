public import DirectoryModel
public import TwoFactor

/// How an account stands with its second factor, as one word: each account has exactly one, so that counts add up.
public enum SecondFactorStanding: String, Sendable, Hashable, CaseIterable {
    /// It has one, and a code may be tried.
    case active
    /// It has one, and too many codes were wrong.
    case locked
    /// Its values are not what this platform wrote: a secret is gone, or was put there by somebody else.
    case tampered
    /// It has none and needs none for now.
    case exempt
    /// An enrolment is under way.
    case pending
    /// It has none.
    case none

    /// Reads an account.
    ///
    /// - Parameter keyRing: opens the sealed values; without it only what shows from outside counts as tampered.
    public init(_ entry: SecondFactorEntry, _ keyRing: KeyRing?, at now: Timestamp) throws(TwoFactorError) {
        switch SecondFactorState(entry.facts, at: now) {
        case .secretMissing: self = .tampered
        case .active: self = try Self.opens(entry.secret, .secret, entry, keyRing) != .broken ? .active : .tampered
        case .locked: self = try Self.opens(entry.secret, .secret, entry, keyRing) != .broken ? .locked : .tampered
        case .none: self = Self.isExempt(entry, now) ? .exempt : .none
        case .pending:
            let pending = try Self.opens(entry.pending, .pending, entry, keyRing)
            self = Self.isExempt(entry, now) ? .exempt : pending.isOver(at: now) ? .none : .pending
        }
    }

    private static func isExempt(_ entry: SecondFactorEntry, _ now: Timestamp) -> Bool {
        entry.exemption.flatMap { try? TwoFactorExemption($0) }?.holds(at: now) ?? false
    }

    private static func opens(
        _ text: String?,
        _ attribute: SealedAttribute,
        _ entry: SecondFactorEntry,
        _ keyRing: KeyRing?
    ) throws(TwoFactorError) -> Opened {
        guard let text, let keyRing else { return .unopened }
        do {
            return .secret(try keyRing.open(SealedValue(text.utf8), for: entry.uuid, attribute: attribute))
        } catch {
            guard error.code != .cryptography else { throw error }
            return .broken
        }
    }

    /// What came of a sealed value.
    private enum Opened: Equatable {
        case unopened, broken
        case secret(TOTPSecret)

        /// Whether an enrolment can no longer be completed.
        func isOver(at now: Timestamp) -> Bool {
            switch self {
            case .secret(let secret): secret.isPendingOver(at: now)
            case .broken: true
            case .unopened: false
            }
        }

        static func == (left: Opened, right: Opened) -> Bool {
            switch (left, right) {
            case (.unopened, .unopened), (.broken, .broken): true
            default: false
            }
        }
    }
}

extension SecondFactorEntry {
    /// What the entry says without anything being opened.
    public var facts: SecondFactorFacts {
        SecondFactorFacts(
            hasSecret: secret != nil,
            hasPending: pending != nil,
            since: since,
            failures: codes.failures,
            failedTime: codes.failedTime
        )
    }
}
