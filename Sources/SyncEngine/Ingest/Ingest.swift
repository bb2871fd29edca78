public import DirectoryModel
public import StateDatabase

/// Takes the directory's changes in: projection, ledger, quarantine, guard and the asking for work, one transaction for
/// each batch of the stream. After a thrown error everything is as it was before the batch.
public actor Ingest {
    let state: StateDatabase
    let policy: SyncPolicy
    let suffix: String
    var tree: DirectoryTree
    var counts: [Int64: Counts]
    var refresh: RefreshState?
    var ledgerStart: Timestamp?
    var now: @Sendable () -> Timestamp
    private let executor = QueueExecutor(label: "pamong.ingest")

    /// Ingest blocks on SQLite, so it does so on a queue of its own.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Takes up the state as it is.
    public init(
        state: StateDatabase,
        policy: SyncPolicy,
        suffix: String,
        now: @escaping @Sendable () -> Timestamp = { .now }
    ) throws {
        self.state = state
        self.policy = policy
        self.suffix = suffix.lowercased()
        self.now = now
        (tree, counts) = try Self.load(state, suffix: suffix.lowercased())
        ledgerStart = try state.read { try $0.time(.ledgerStart) }
    }

    /// What a batch led to.
    public struct Outcome: Sendable {
        /// Accounts whose mail store has something to be done now.
        public var requestedWork = 0
        /// A refresh has ended that says these entries are gone; they are to be looked for before it is believed.
        public var toVerify: Verification?
        /// What came behind the end of that refresh: to be taken in once the refresh is completed.
        public var remaining: ArraySlice<DirectoryChange> = []
        /// Whether the projection became complete with this batch.
        public var becameInSync = false
    }

    /// The entries a refresh did not mention, and the position to keep once they were looked for.
    public struct Verification: Sendable {
        /// Who was not mentioned.
        public var absent: [EntryUUID]
        /// The position the refresh ended at.
        public var cookie: CookieVector
    }

    /// Begins a session; answers the position to follow from.
    public func beginSession() throws -> CookieVector {
        let (cookie, known, began) = try state.read {
            (try $0.cookie(), try $0.text(.suffix), try $0.time(.ledgerStart))
        }
        if let known, known != suffix {
            throw IngestError(
                code: .otherDirectory,
                description: "the state file was made from \(known), the configuration says \(suffix); "
                    + "correct the configuration, or move the state file away"
            )
        }
        if began == nil {
            try state.write { writer in
                try writer.beginFirstLoad()
                try writer.set(.suffix, to: suffix)
            }
            (tree, counts) = try Self.load(state, suffix: suffix)
        }
        ledgerStart = began
        let sent = began == nil ? CookieVector() : cookie
        refresh = RefreshState(isFirstLoad: began == nil, sentCookie: !sent.isEmpty)
        return sent
    }

    /// Takes a batch in, up to the end of a refresh that has to be verified first.
    public func apply(_ changes: ArraySlice<DirectoryChange>) throws -> Outcome {
        try transaction { batch in
            var outcome = Outcome()
            for (index, change) in zip(changes.indices, changes) {
                guard let verification = try batch.take(change) else { continue }
                outcome.toVerify = verification
                outcome.remaining = changes[(index + 1)...]
                break
            }
            try batch.settle()
            outcome.requestedWork = batch.requestedWork
            outcome.becameInSync = batch.becameInSync
            return outcome
        }
    }

    /// Ends a refresh whose absent entries were looked for: `found` are there after all, the others are gone.
    public func completeRefresh(_ verification: Verification, found: [ObservedEntry]) throws -> Outcome {
        let there = Set(found.map(\.uuid))
        return try transaction { batch in
            for entry in found { _ = try batch.take(.entry(entry)) }
            for uuid in verification.absent where !there.contains(uuid) { _ = try batch.take(.deleted(uuid)) }
            try batch.finishRefresh(at: verification.cookie)
            try batch.settle()
            return Outcome(requestedWork: batch.requestedWork, becameInSync: true)
        }
    }

    /// What an audit found to be otherwise than the projection has it.
    public struct Differences: Sendable {
        /// Entries as they are now.
        public var found: [ObservedEntry] = []
        /// Entries that are no longer there.
        public var gone: [EntryUUID] = []
        /// The versions the projection had when they were compared; an entry without one was unknown.
        public var compared: [EntryUUID: EntryCSN?] = [:]

        /// Nothing differs.
        public init() {}
    }

    /// Takes in what an audit found. An entry that the stream has brought meanwhile is left alone: what the stream says
    /// is newer than what the audit read.
    ///
    /// Throws ``IngestError`` before the first load is complete, when there is nothing to mend yet.
    public func mend(_ differences: Differences) throws -> Outcome {
        guard ledgerStart != nil else { throw IngestError.notLoaded }
        return try transaction { batch in
            for entry in differences.found where try batch.isStill(entry.uuid, in: differences.compared) {
                _ = try batch.take(.entry(entry))
            }
            for uuid in differences.gone where try batch.isStill(uuid, in: differences.compared) {
                _ = try batch.take(.deleted(uuid))
            }
            try batch.settle()
            return Outcome(requestedWork: batch.requestedWork)
        }
    }

    /// Those of the entries whose version is still what it was when they were compared.
    func unchanged(_ entries: [EntryUUID], since compared: [EntryUUID: EntryCSN?]) throws -> [EntryUUID] {
        try state.read { reader in
            try entries.filter { try Self.version(of: $0, in: reader, tree) == (compared[$0] ?? nil) }
        }
    }

    /// The version last seen of an entry; `nil` when it is not known, or has no readable version.
    static func version(of uuid: EntryUUID, in reader: StateReader, _ tree: DirectoryTree) throws -> EntryCSN? {
        if let node = tree.node(uuid) { return node.csn }
        if let entry = try reader.quarantined(uuid) { return entry.csn }
        return try reader.account(uuid).flatMap { $0.removed == nil ? $0.account.csn : nil }
    }

    /// The batch is a value: when anything fails it is dropped with the transaction, and all stays as it was.
    private func transaction<Value>(_ body: (inout IngestBatch) throws -> Value) throws -> Value {
        let (value, batch) = try state.write { writer in
            var batch = IngestBatch(
                writer: writer,
                policy: policy,
                tree: tree,
                counts: counts,
                refresh: refresh,
                ledgerStart: ledgerStart,
                now: now()
            )
            let value = try body(&batch)
            try batch.save()
            return (value, batch)
        }
        (tree, counts, refresh, ledgerStart) = (batch.tree, batch.counts, batch.refresh, batch.ledgerStart)
        return value
    }

    private static func load(_ state: StateDatabase, suffix: String) throws -> (DirectoryTree, [Int64: Counts]) {
        try state.read { reader in
            (
                DirectoryTree(suffix: suffix, nodes: try reader.nodes(), scopes: try reader.scopes()),
                try reader.census()
            )
        }
    }
}
