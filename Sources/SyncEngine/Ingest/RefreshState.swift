internal import DirectoryModel

/// What is remembered from the start of a session with the directory until its refresh is complete.
struct RefreshState {
    /// Whether this is the first load of an empty state, for which nothing needs to be looked up.
    var isFirstLoad: Bool
    /// Whether we told the provider how far we were.
    var sentCookie: Bool
    /// Who was mentioned.
    var mentioned: Set<EntryUUID> = []

    /// A refresh without a cookie says nothing about deletions, whatever its last message claims: what it did not
    /// mention is gone (seen on slapd 2.5.13, which ends a first load with refreshDelete).
    func meaning(of ending: RefreshEnding) -> RefreshEnding {
        sentCookie ? ending : .unmentionedAreGone
    }
}
