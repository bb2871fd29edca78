internal import DirectoryModel

/// Tells a provider that lags, and will catch up, from one that lost state, and never will.
struct LostState: Sendable, Hashable {
    private let grace: Duration
    private var since: Timestamp?
    private var position = CookieVector()

    /// `grace`: for how long a provider that is behind may stand still.
    init(grace: Duration) {
        self.grace = grace
    }

    /// The provider is not behind.
    mutating func isOver() {
        self = LostState(grace: grace)
    }

    /// The provider is behind, and stands at `theirs`; answers whether it is to be taken for having lost state.
    mutating func isCertain(_ theirs: CookieVector, at now: Timestamp) -> Bool {
        guard let since, !theirs.isAhead(of: position) else {
            self.since = now
            position = theirs
            return false
        }
        return now.since(since) >= grace
    }
}
