public import DirectoryModel

/// How a second factor is activated once its deadline is over (`pamongLateActivation`).
public enum LateActivation: String, Sendable, Hashable, Codable, CaseIterable {
    /// Whoever knows the password does it alone.
    case alone = "self"
    /// Only with a ticket from the help desk: a stolen password is not enough to enrol a thief's phone.
    case ticket
}

/// What a service demands of its accounts; all of it is data in the directory.
public struct TwoFactorPolicy: Sendable, Hashable {
    /// From this moment on an account without a second factor cannot be used (`pamongTwoFactorDeadline`); `nil` is never.
    public let deadline: Timestamp?
    /// What an account has from its registration on, even past the deadline (`pamongNewcomerGrace`, days).
    public let newcomerGrace: Duration
    /// How it is activated after that.
    public let lateActivation: LateActivation

    /// Puts a policy together. Without a word in the directory there is no grace, and everybody activates alone.
    public init(deadline: Timestamp?, newcomerGrace: Duration = .zero, lateActivation: LateActivation = .alone) {
        self.deadline = deadline
        self.newcomerGrace = newcomerGrace
        self.lateActivation = lateActivation
    }

    /// Reads a service's attributes as they stand in the directory: GeneralizedTime, whole days (0 to 999), `self` or
    /// `ticket`. Throws `malformedValue` for anything else, since a deadline that cannot be read is not no deadline.
    public init(
        deadline: String?,
        newcomerGraceDays: String?,
        lateActivation: String?
    ) throws(TwoFactorError) {
        let time = deadline.flatMap { Timestamp(generalizedTime: $0.utf8) }
        let days = newcomerGraceDays.flatMap { $0.utf8.count <= 3 ? UInt16($0) : nil }
        let late = lateActivation.flatMap { LateActivation(rawValue: $0) }
        guard (time == nil) == (deadline == nil) else { throw Self.malformed("pamongTwoFactorDeadline") }
        guard (days == nil) == (newcomerGraceDays == nil) else { throw Self.malformed("pamongNewcomerGrace") }
        guard (late == nil) == (lateActivation == nil) else { throw Self.malformed("pamongLateActivation") }
        self.init(
            deadline: time,
            newcomerGrace: .seconds(86_400 * Int64(days ?? 0)),
            lateActivation: late ?? .alone
        )
    }

    /// The moment from which on one account cannot be used without a second factor. The grace counts once, from the
    /// registration: blocking and unblocking, a reset or a move do not start it again.
    public func deadline(registered: Timestamp?) -> Timestamp? {
        guard let deadline else { return nil }
        guard let registered else { return deadline }
        return max(deadline, registered + newcomerGrace)
    }

    /// Whether an account that has no second factor can still be used, and why.
    public func requirement(
        registered: Timestamp?,
        exemption: TwoFactorExemption?,
        at now: Timestamp
    ) -> TwoFactorRequirement {
        if let exemption, exemption.holds(at: now) { return .exempt(exemption) }
        guard let common = deadline, let due = deadline(registered: registered) else { return .notDue(until: nil) }
        if now < common { return .notDue(until: due) }
        return now < due ? .newcomer(until: due) : .overdue(since: due)
    }

    /// Whether somebody without a second factor needs a help desk ticket to activate one now.
    public func needsTicket(registered: Timestamp?, exemption: TwoFactorExemption?, at now: Timestamp) -> Bool {
        guard lateActivation == .ticket else { return false }
        guard case .overdue = requirement(registered: registered, exemption: exemption, at: now) else { return false }
        return true
    }

    private static func malformed(_ attribute: String) -> TwoFactorError {
        TwoFactorError(.malformedValue, "the service's \(attribute) cannot be understood")
    }
}

/// What a policy says about an account that has no second factor.
public enum TwoFactorRequirement: Sendable, Hashable {
    /// The service's deadline has not come, or there is none.
    case notDue(until: Timestamp?)
    /// The service's deadline is over, but the account is new.
    case newcomer(until: Timestamp)
    /// It needs none, and somebody answers for that.
    case exempt(TwoFactorExemption)
    /// It cannot be used until it has one.
    case overdue(since: Timestamp)

    /// Whether the password alone is enough.
    public var allowsPasswordAlone: Bool {
        if case .overdue = self { false } else { true }
    }
}
