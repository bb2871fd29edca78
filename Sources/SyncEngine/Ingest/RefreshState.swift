internal import DirectoryModel

/// What is remembered from the start of a session with the directory until its refresh is complete.
struct RefreshState {
    /// Whether this is the first load of an empty state, for which nothing needs to be looked up.
    var isFirstLoad: Bool
    /// Whether we told the provider how far we were.
    var sentCookie: Bool
    /// Who was mentioned.
    let mentioned = MentionedEntries()

    /// A refresh without a cookie says nothing about deletions, whatever its last message claims: what it did not
    /// mention is gone (seen on slapd 2.5.13, which ends a first load with refreshDelete).
    func meaning(of ending: RefreshEnding) -> RefreshEnding {
        sentCookie ? ending : .unmentionedAreGone
    }

    /// Whether the absence of an entry of this version can be believed of a provider that is so far: one that has not
    /// come to the entry's version yet, such as a replica that lags, cannot know that the entry is gone.
    ///
    /// A refresh of a known state without a cookie comes only after the provider was found to have lost state. What it
    /// does not have then is gone, however new it was.
    func believesAbsence(of csn: EntryCSN?, at position: CookieVector) -> Bool {
        guard sentCookie, let csn else { return true }
        guard let reached = position.csns[csn.serverID].flatMap({ EntryCSN(bytes: Array($0.utf8)) }) else {
            return false
        }
        return csn <= reached
    }
}

/// The entries a refresh has mentioned so far: shared by the transactions of one session, since a mention holds even if
/// the transaction that noted it fails, and since copying a set of everybody for each batch would cost more than the
/// batch.
final class MentionedEntries {
    private var entries: Set<EntryUUID> = []

    func formUnion(_ others: [EntryUUID]) {
        entries.formUnion(others)
    }

    func contains(_ entry: EntryUUID) -> Bool {
        entries.contains(entry)
    }
}
