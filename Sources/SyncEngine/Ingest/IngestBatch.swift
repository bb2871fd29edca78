internal import DirectoryModel
internal import StateDatabase

/// The work of one transaction: changes go in one by one, then what they concern besides is settled.
///
/// A value: when the transaction fails it is dropped, and the tree and counts of before stay in force.
struct IngestBatch {
    let writer: StateWriter
    let policy: SyncPolicy
    var tree: DirectoryTree
    var counts: [Int64: Counts]
    var refresh: RefreshState?
    /// When the ledger began; `nil` until the first load is complete.
    var ledgerStart: Timestamp?
    let now: Timestamp

    /// What each scope's counts were moved by.
    var moved: [Int64: Counts] = [:]
    /// Blocks, closes and removals of this transaction by account, to be judged together.
    var suspects: [Int64: PendingSuspect] = [:]
    /// Nodes whose accounts must be judged again, and nodes below which only quarantined entries can be concerned.
    var concerned: Set<Int64> = []
    var healing: Set<Int64> = []
    /// Whether every quarantined entry may be good now.
    var healsAll = false
    /// Whether a container came, went or changed.
    var treeChanged = false
    /// Addresses that nobody holds any more, and scopes that have room again.
    var freed: Set<MailAddress> = []
    var roomier: Set<Int64> = []
    var requestedWork = 0
    var becameInSync = false

    /// A change the guard has yet to judge, with the work it asks for.
    struct PendingSuspect {
        var suspect: Suspect
        var urgency: WorkItem.Urgency
        var committed: Timestamp
    }

    /// During a first load nothing is known yet: nothing is looked up, and indexes are made at its end.
    var isFirstLoad: Bool { refresh?.isFirstLoad == true }

    init(
        writer: StateWriter,
        policy: SyncPolicy,
        tree: DirectoryTree,
        counts: [Int64: Counts],
        refresh: RefreshState?,
        ledgerStart: Timestamp?,
        now: Timestamp
    ) {
        self.writer = writer
        self.policy = policy
        self.tree = tree
        self.counts = counts
        self.refresh = refresh
        self.ledgerStart = ledgerStart
        self.now = now
    }

    /// Takes one change in. Answers what is to be verified when a refresh ended with entries unmentioned.
    mutating func take(_ change: DirectoryChange) throws -> Ingest.Verification? {
        switch change {
        case .entry(let entry):
            mention([entry.uuid])
            try take(entry)
        case .deleted(let uuid):
            try remove(uuid)
        case .unchanged(let uuids):
            mention(uuids)
        case .cookie(let cookie):
            if refresh == nil { try writer.merge(cookie: cookie) }
        case .refreshCompleted(let ending, let cookie):
            return try endRefresh(ending, cookie: cookie)
        case .referral:
            break
        }
        return nil
    }

    private mutating func mention(_ uuids: [EntryUUID]) {
        guard let refresh, !refresh.isFirstLoad else { return }
        refresh.mentioned.formUnion(uuids)
    }

    /// An entry may become an account, or stop being one, by its object classes.
    private mutating func take(_ entry: ObservedEntry) throws {
        switch entry.content {
        case .account(let observed):
            if tree.node(entry.uuid) != nil { try remove(entry.uuid) }
            try take(observed, of: entry)
        case .container(let content):
            if !isFirstLoad { try removeAccount(entry.uuid) }
            try take(content, of: entry)
        }
    }

    private mutating func take(_ content: Container, of entry: ObservedEntry) throws {
        treeChanged = true
        if let old = tree.node(entry.uuid) {
            noteReach(of: old)
            try countAdministrators(from: old, to: content, at: entry.csn?.time ?? now)
            if let scope = old.scope, !content.isSameKind(as: old.content) {
                try leave(scope, node: old)
                tree.setScope(nil, of: old.id)
            }
        }
        let arrival = tree.arrive(entry, content: content)
        for absorbed in arrival.absorbed { try writer.moveAccounts(from: absorbed.named, to: absorbed.node) }
        if arrival.concernsAccounts { concerned.insert(reach(of: arrival.node)) }
        if arrival.isNew { healing.insert(reach(of: arrival.node)) }
    }

    /// A domain that is renamed or moved is lost to the tenant it stood under.
    private mutating func noteReach(of old: Node) {
        if case .domain = old.content { concerned.insert(reach(of: old.id)) }
    }

    /// The node whose accounts a container's entry matters to: a domain's are all of its tenant's.
    private mutating func reach(of id: Int64) -> Int64 {
        guard case .domain = tree.nodes[id]?.content else { return id }
        return tree.placement(below: id).tenantNode ?? id
    }

    private mutating func countAdministrators(from old: Node, to content: Container, at time: Timestamp) throws {
        guard case .administrators(let before) = old.content, case .administrators(let after) = content,
            let scope = old.scope
        else { return }
        try count(administrators: after.count - before.count, of: old, in: scope, at: time)
    }

    private mutating func remove(_ uuid: EntryUUID) throws {
        guard let node = tree.node(uuid) else { return try removeAccount(uuid) }
        treeChanged = true
        concerned.insert(reach(of: node.id))
        if let scope = node.scope { try leave(scope, node: node) }
        _ = tree.remove(uuid, isReferred: try writer.reader.hasAccounts(below: node.id))
    }

    /// Whether an entry's version is still what it was when it was compared.
    func isStill(_ uuid: EntryUUID, in compared: [EntryUUID: EntryCSN?]) throws -> Bool {
        try Ingest.version(of: uuid, in: writer.reader, tree) == (compared[uuid] ?? nil)
    }

    /// Writes down what the batch moved besides accounts.
    mutating func save() throws {
        for (scope, delta) in moved where !delta.isZero { try writer.add(delta, to: scope) }
        for id in tree.unsavedScopes { if let scope = tree.scopes[id] { try writer.save(scope) } }
        // Whoever lost an identity before whoever has it now: a stored identity is unique.
        let nodes = tree.unsavedNodes.sorted().map { (id: $0, node: tree.nodes[$0]) }
        for (id, node) in nodes where node == nil { try writer.removeNode(id) }
        for case (_, let node?) in nodes where node.uuid == nil { try writer.save(node) }
        for case (_, let node?) in nodes where node.uuid != nil { try writer.save(node) }
        tree.markSaved()
        moved = [:]
    }
}

extension Container {
    /// Whether both stand for the same kind of entry.
    fileprivate func isSameKind(as other: Container) -> Bool {
        switch (self, other) {
        case (.plain, .plain), (.service, .service), (.tenant, .tenant), (.domain, .domain),
            (.administrators, .administrators):
            true
        default: false
        }
    }
}
