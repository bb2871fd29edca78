/// What content to follow, and from where on (RFC 4533).
///
/// There is no choice of mode: it is always refreshAndPersist, because OpenLDAP's refreshOnly leaves out live
/// entries while others write. Who wants one pass stops after the end of the refresh.
public struct ContentSyncRequest: Sendable {
    /// Where to look; follow a whole suffix, because of a subtree that is renamed only the top entry is reported.
    public var base: DistinguishedName
    /// How far from the base.
    public var scope: LDAPSearch.Scope
    /// Which entries.
    public var filter: LDAPFilter
    /// What to show; ask for what is used only, entryCSN included if it is.
    public var attributes: [AttributeName]
    /// What was seen already; `nil` for everything from the start.
    public var cookie: SyncCookie?
    /// The replica id of this consumer, 0 to 999, always the same for one consumer.
    public var rid: Int
    /// Whether the provider may send everything anew when it cannot tell what was missed, instead of refusing with
    /// `.syncRefreshRequired`.
    public var reloadHint: Bool
    /// The most messages in a batch.
    public var batchLimit: Int
    /// Messages waiting to be taken from which on the socket is not read.
    public var bufferLimit: Int
    /// The longest silence before the end of the refresh; afterwards silence is normal.
    public var refreshTimeout: Duration

    /// Makes a request; without more, for all entries below the base with all user attributes, from the start.
    public init(
        base: DistinguishedName,
        scope: LDAPSearch.Scope = .subtree,
        filter: LDAPFilter = .anyEntry,
        attributes: [AttributeName] = [],
        cookie: SyncCookie? = nil,
        rid: Int,
        reloadHint: Bool = false,
        batchLimit: Int = 1000,
        bufferLimit: Int = 8000,
        refreshTimeout: Duration = .seconds(120)
    ) {
        self.base = base
        self.scope = scope
        self.filter = filter
        self.attributes = attributes
        self.cookie = cookie
        self.rid = rid
        self.reloadHint = reloadHint
        self.batchLimit = batchLimit
        self.bufferLimit = bufferLimit
        self.refreshTimeout = refreshTimeout
    }

    /// The request control, critical: a server that does not know it must refuse instead of answering a plain search.
    var control: LDAPControl {
        var writer = BERWriter()
        writer.write(BERTag.sequence) { members in
            members.write(3, BERTag.enumerated)  // refreshAndPersist
            if let cookie { members.write(BERTag.octetString, cookie.text(rid: rid).utf8) }
            if reloadHint { members.write(true) }
        }
        return LDAPControl(oid: ContentSyncOID.request, isCritical: true, value: writer.bytes)
    }

    var search: LDAPSearch {
        LDAPSearch(
            base: base,
            scope: scope,
            filter: filter,
            attributes: attributes,
            timeout: refreshTimeout,
            controls: [control, .manageDsaIT]
        )
    }
}

/// The names of RFC 4533, section 2.
enum ContentSyncOID {
    static let request = "1.3.6.1.4.1.4203.1.9.1.1"
    static let state = "1.3.6.1.4.1.4203.1.9.1.2"
    static let done = "1.3.6.1.4.1.4203.1.9.1.3"
    static let info = "1.3.6.1.4.1.4203.1.9.1.4"
}
