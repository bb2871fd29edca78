public import DirectoryModel

extension KeyRing {
    /// What to write when an app password was just used: its last use, and its hash under the primary key. A hash cannot
    /// be carried over to another key by a sweep, as sealed values are; only here, where the password itself is at hand.
    /// `nil` when the last use is recent enough and the key is the primary one.
    ///
    /// For a compare-and-swap modify, which may lose: then the password was revoked, or noted by another login.
    ///
    /// - Parameters:
    ///   - stored: what ``judge(_:of:among:for:at:)`` accepted `password` as.
    public func renewed(
        _ stored: StoredAppPassword,
        usedWith password: AppPassword,
        of entry: EntryUUID,
        at now: Timestamp
    ) throws(TwoFactorError) -> StoredAppPassword? {
        let used = stored.used(at: now)
        guard let primary, primary.kid != stored.kid else { return used }
        return StoredAppPassword(
            kid: primary.kid,
            id: stored.id,
            label: stored.label,
            protocols: stored.protocols,
            created: stored.created,
            expires: stored.expires,
            lastUsed: (used ?? stored).lastUsed,
            mac: try primary.keyedHash(.appPassword, entry.bytes + Array(stored.id.utf8), password.symbols).stored
        )
    }
}
