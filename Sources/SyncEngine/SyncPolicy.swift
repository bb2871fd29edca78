internal import DirectoryModel

/// What a worker is told about how to do its work.
public struct SyncPolicy: Sendable, Hashable {
    /// The mail host this worker serves, lower case; steps are done for its accounts only.
    public var mailHost: String
    /// How long an archive is kept before it is purged.
    public var retention: Duration = .seconds(90 * 86_400)
    /// How long a close or removal waits before it is carried out, so that a batch of them is seen as one.
    public var settleTime: Duration = .seconds(5)
    /// After which time a block is looked at again to be proved.
    public var proofDelay: Duration = .seconds(1)
    /// Retries of failed steps.
    public var retry = RetryPolicy()
    /// What is held for a second person.
    public var limits = GuardLimits()
    /// Which share of all known entries may be missing from a complete refresh before the refresh is not believed.
    public var believableAbsence = 0.2
    /// How often a running session is looked at, whether it still brings what the provider has.
    public var watchInterval: Duration = .seconds(60)
    /// For how long a provider may be behind what was seen of it, without catching up, before it is taken for having
    /// lost state and is compared as a whole.
    public var lostStateGrace: Duration = .seconds(300)
    /// How many requests to the mail store run at a time.
    public var lanes = 8
    /// How many accounts are worked on in one request to the mail store.
    public var batchSize = 50

    /// The defaults for a mail host.
    public init(mailHost: String) {
        self.mailHost = mailHost.lowercased()
    }
}

/// How many blocks, closes and removals pass within a window before the rest is held: the smaller of a count and a share
/// of the accounts there are, but never under a minimum.
public struct GuardLimits: Sendable, Hashable {
    /// One limit.
    public struct Limit: Sendable, Hashable {
        /// At most so many …
        public var count: Int
        /// … and at most this share of the accounts, 0 to 1 …
        public var share: Double
        /// … but so many in any case.
        public var minimum: Int

        /// Sets all three.
        public init(count: Int, share: Double, minimum: Int) {
            self.count = count
            self.share = share
            self.minimum = minimum
        }

        /// How many pass where there are `size` accounts.
        public func allowed(of size: Int) -> Int {
            max(minimum, min(count, Int(Double(size) * share)))
        }
    }

    /// How far back is counted.
    public var window: Duration = .seconds(3600)
    /// For one tenant: an agency of 40 is protected as well as one of 100,000.
    public var tenant = Limit(count: 100, share: 0.1, minimum: 3)
    /// For one service.
    public var service = Limit(count: 500, share: 0.02, minimum: 10)
    /// For everything together.
    public var all = Limit(count: 1000, share: 0.01, minimum: 10)

    /// The defaults.
    public init() {}
}

/// When a failed step is tried again: exponential, with jitter so that a thousand steps do not come back at once.
public struct RetryPolicy: Sendable, Hashable {
    /// After the first failure.
    public var first: Duration = .seconds(1)
    /// At most.
    public var longest: Duration = .seconds(300)

    /// The defaults.
    public init() {}

    /// How long to wait after so many failures; `jitter` is 0 to 1.
    public func delay(afterFailures failures: Int, jitter: Double) -> Duration {
        let doubled = Double(first.microseconds) * Double(1 << min(max(failures - 1, 0), 20))
        let bounded = min(doubled, Double(longest.microseconds))
        return .microseconds(Int64(bounded * (0.5 + jitter / 2)))
    }
}
