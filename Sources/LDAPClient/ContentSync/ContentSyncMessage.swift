/// One message of a content sync session (RFC 4533), as it was sent: what it means for a copy is for its keeper to
/// decide. In particular nothing here says that an entry is gone except a state `.delete` and a `syncIDSet` with
/// `refreshDeletes`.
///
/// A cookie is `nil` when the message had none or one without `csn=`.
public enum ContentSyncMessage: Hashable, Sendable {
    /// What the provider says about an entry.
    public enum State: Int, Sendable {
        /// It exists and is unchanged; no attributes come along.
        case present = 0
        /// It is new, or (during a refresh) may be.
        case add = 1
        /// It has changed.
        case modify = 2
        /// It is gone; no attributes come along.
        case delete = 3
    }

    /// An entry, or only its name for `.present` and `.delete`.
    case entry(state: State, uuid: SyncUUID, entry: LDAPEntry, cookie: SyncCookie?)
    /// A search reference in the place of an entry, with the URIs it names.
    case reference(state: State, uuid: SyncUUID, uris: [String], cookie: SyncCookie?)
    /// The consumer has seen everything up to here.
    case newCookie(SyncCookie?)
    /// The end of a delete phase: all entries that are gone were listed.
    case refreshDelete(cookie: SyncCookie?, refreshDone: Bool)
    /// The end of a present phase: all entries that exist were mentioned.
    case refreshPresent(cookie: SyncCookie?, refreshDone: Bool)
    /// Many identities: of entries that are gone with `refreshDeletes`, of entries that exist without.
    case syncIDSet(uuids: [SyncUUID], refreshDeletes: Bool, cookie: SyncCookie?)
    /// The provider ended the session. After this the sequence ends if the result is success, and throws otherwise.
    case done(cookie: SyncCookie?, refreshDeletes: Bool, result: LDAPResultCode)
}
