internal import DirectoryModel

/// Judges, look by look, whether a session with the directory still brings what the provider has. A silent session is
/// usually a quiet directory; it is dead when the provider is known to have gone on and we have not, or when a refresh
/// stands still.
struct SessionWatch: Sendable, Hashable {
    /// One look at a session.
    struct Look: Sendable, Hashable {
        /// Where the provider is; `nil` when it could not be asked.
        var position: CookieVector?
        /// Where we are.
        var ours: CookieVector
        /// Changes taken in so far.
        var changes: Int
        /// Whether the refresh is complete.
        var isFollowing: Bool
    }

    /// What a look says.
    enum Verdict: Sendable, Hashable {
        /// All that the provider had is here.
        case current
        /// There is something we do not have yet.
        case waiting
        /// It is the third look in a row at which nothing came of it.
        case silent
    }

    /// How many looks in vain end a session.
    static let patience = 3
    /// Where the provider was when we first saw it ahead of us.
    private var awaited: CookieVector?
    private var lastChanges: Int?
    private var looksInVain = 0

    /// Takes a look into account.
    mutating func see(_ look: Look) -> Verdict {
        look.isFollowing ? follow(look) : refresh(look)
    }

    private mutating func follow(_ look: Look) -> Verdict {
        lastChanges = nil
        if let target = awaited, !target.isAhead(of: look.ours) { awaited = nil }
        if awaited == nil {
            looksInVain = 0
            guard let position = look.position else { return .waiting }
            guard position.isAhead(of: look.ours) else { return .current }
            awaited = position
        }
        return lookedInVain()
    }

    private mutating func refresh(_ look: Look) -> Verdict {
        awaited = nil
        let stands = lastChanges == look.changes
        lastChanges = look.changes
        if !stands { looksInVain = 0 }
        return lookedInVain()
    }

    private mutating func lookedInVain() -> Verdict {
        looksInVain += 1
        return looksInVain >= Self.patience ? .silent : .waiting
    }
}

/// A session that no longer brings what the provider has.
struct SilentSession: Error, Sendable, Hashable, CustomStringConvertible {
    var description: String {
        "the session has brought nothing while the directory went on, or its refresh stood still; connecting again"
    }
}
