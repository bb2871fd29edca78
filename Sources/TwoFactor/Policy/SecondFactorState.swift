public import DirectoryModel

/// What an account's entry and the record of its codes say about its second factor, without opening anything.
public struct SecondFactorFacts: Sendable, Hashable {
    /// Whether there is a `pamongTotpSecret`.
    public var hasSecret: Bool
    /// Whether there is a `pamongTotpPending`.
    public var hasPending: Bool
    /// `pamongTwoFactorSince`.
    public var since: Timestamp?
    /// `pamongTotpFailures`; without a record 0.
    public var failures: Int
    /// `pamongTotpFailedTime`.
    public var failedTime: Timestamp?

    /// Puts the facts together; those left out are absent.
    public init(
        hasSecret: Bool = false,
        hasPending: Bool = false,
        since: Timestamp? = nil,
        failures: Int = 0,
        failedTime: Timestamp? = nil
    ) {
        self.hasSecret = hasSecret
        self.hasPending = hasPending
        self.since = since
        self.failures = failures
        self.failedTime = failedTime
    }
}

/// How an account stands with its second factor.
public enum SecondFactorState: Sendable, Hashable {
    /// It has none.
    case none
    /// An enrolment has begun; it neither authenticates nor blocks.
    case pending
    /// It has one, and a code may be tried.
    case active
    /// It has one, and too many codes were wrong: none may be tried until then, or, when `nil`, until the help desk helps.
    case locked(until: Timestamp?)
    /// It was activated and its secret is gone. Nobody gets in by deleting a secret: refused, and an alarm is raised.
    case secretMissing

    /// Reads an entry's facts at a moment. A secret counts as active even when `pamongTwoFactorSince` is missing.
    public init(_ facts: SecondFactorFacts, at now: Timestamp) {
        guard facts.hasSecret else {
            guard facts.since == nil else { self = .secretMissing; return }
            self = facts.hasPending ? .pending : .none
            return
        }
        switch AttemptAllowance(failures: facts.failures, failedTime: facts.failedTime, now: now) {
        case .open: self = .active
        case .wait(let until): self = .locked(until: until)
        case .helpDesk: self = .locked(until: nil)
        }
    }

    /// Whether the password alone is never enough for this account, whatever its service's deadline.
    public var isProtected: Bool {
        switch self {
        case .none, .pending: false
        case .active, .locked, .secretMissing: true
        }
    }
}

/// Whether one more code may be tried: five wrong ones, then one a minute; from ten on one every 15 minutes; after
/// twenty none until the help desk helps. A right code clears the count.
public enum AttemptAllowance: Sendable, Hashable {
    /// One may be tried. The modify that reserves the attempt asserts that `pamongTotpFailures` is still below this.
    case open(below: Int)
    /// None before this moment.
    case wait(until: Timestamp)
    /// None until the help desk clears the count.
    case helpDesk

    private static let free = 5
    private static let shortWaits = 10
    private static let limit = 20

    /// Reads count and time of the last wrong code. A count whose time is missing waits from now on: nobody gets more tries by that. A
    /// count below 0 is nothing the directory should hold, and is left to the help desk.
    public init(failures: Int, failedTime: Timestamp?, now: Timestamp) {
        guard (0..<Self.limit).contains(failures) else { self = .helpDesk; return }
        guard failures >= Self.free else { self = .open(below: Self.free); return }
        let wait: Duration = failures < Self.shortWaits ? .seconds(60) : .seconds(15 * 60)
        let end = (failedTime ?? now) + wait
        // Past the wait one attempt is allowed, however many ask at the same time.
        self = now < end ? .wait(until: end) : .open(below: failures + 1)
    }
}
