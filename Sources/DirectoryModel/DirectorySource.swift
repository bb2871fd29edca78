/// The directory as the worker sees it. One conformer reads OpenLDAP; the engine knows no LDAP.
public protocol DirectorySource: Sendable {
    /// Follows the directory from a position on: first a refresh, then every change as it is committed.
    ///
    /// Batches come in the provider's order, one at a time; the next is read while one is worked on. Returns when
    /// `handle` answers ``FollowDecision/stop``; throws when the session ends for any other reason, a lost connection
    /// included. Nothing may be concluded from an error about any entry. ``RefreshRequired`` means that the provider can
    /// do nothing with the position.
    func follow(
        from cookie: CookieVector,
        handle: @Sendable ([DirectoryChange]) async throws -> FollowDecision
    ) async throws

    /// Reads entries afresh by identity. What is missing from the answer was looked for and is not there; any failure
    /// to look is an error.
    func read(_ entries: [EntryUUID]) async throws -> [ObservedEntry]

    /// The version of every entry there is, for an audit.
    func versions(handle: @Sendable ([(EntryUUID, EntryCSN)]) async throws -> Void) async throws

    /// How far the provider itself is (its contextCSN).
    func position() async throws -> CookieVector
}

/// The provider cannot tell what changed since the position it was given (RFC 4533 section 3.9,
/// e-syncRefreshRequired): everything has to be compared.
public struct RefreshRequired: Error, Sendable, Hashable, CustomStringConvertible {
    /// States it.
    public init() {}

    /// What happened.
    public var description: String {
        "the directory cannot tell what changed since we last followed it; all of it is compared"
    }
}

/// Whether following goes on after a batch.
public enum FollowDecision: Sendable, Hashable {
    case proceed
    case stop
}
