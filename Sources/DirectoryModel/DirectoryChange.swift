/// One event of the change stream, in the order the provider sent it (RFC 4533).
public enum DirectoryChange: Sendable {
    /// The entry is there, and looks like this.
    case entry(ObservedEntry)
    /// The entry was removed, or left our sight; the provider said so.
    case deleted(EntryUUID)
    /// These entries are there and have not changed since the cookie (present phase).
    case unchanged([EntryUUID])
    /// The refresh is complete, and tells about deletions as given; persist stage follows.
    case refreshCompleted(RefreshEnding, cookie: CookieVector)
    /// The provider's position in the persist stage. Merged into ours, never put in its place.
    case cookie(CookieVector)
    /// A continuation reference: entries below it are kept elsewhere and not ours to judge.
    case referral(String)
}

/// What the end of a refresh says about the entries that were not mentioned.
public enum RefreshEnding: Sendable, Hashable {
    /// All that was not mentioned is gone (present phase, RFC 4533 section 3.3.1; and any refresh without a cookie).
    case unmentionedAreGone
    /// What is gone was named; the rest is as it was (delete phase).
    case deletionsWereNamed
}

/// How far we have followed each server that writes: server id to the highest CSN seen of it, in the directory's form.
public struct CookieVector: Sendable, Hashable {
    /// Server id (0 to 4095) to CSN text.
    public var csns: [Int: String]

    /// A vector of given CSNs; empty means "nothing seen yet".
    public init(csns: [Int: String] = [:]) {
        self.csns = csns
    }

    /// Whether nothing was seen yet.
    public var isEmpty: Bool { csns.isEmpty }

    /// Takes the later CSN of each server; CSN texts of one server order as text.
    public mutating func merge(_ other: CookieVector) {
        csns.merge(other.csns) { max($0, $1) }
    }

    /// Whether `other` is older than this one for at least one server: a provider that lost state, or lags.
    public func isAhead(of other: CookieVector) -> Bool {
        csns.contains { server, csn in (other.csns[server] ?? "") < csn }
    }
}
