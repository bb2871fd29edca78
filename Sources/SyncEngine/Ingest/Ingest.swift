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

    /// Takes a batch in.
    public func apply(_ changes: [DirectoryChange]) throws -> Outcome {
        try transaction { batch in
            var outcome = Outcome()
            for change in changes {
                if let verification = try batch.take(change) {
                    outcome.toVerify = verification
                }
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

    /// Takes in what an audit found: entries as they are now, and entries that are no longer there.
    public func mend(found: [ObservedEntry], gone: [EntryUUID]) throws -> Outcome {
        try transaction { batch in
            for entry in found { _ = try batch.take(.entry(entry)) }
            for uuid in gone { _ = try batch.take(.deleted(uuid)) }
            try batch.settle()
            return Outcome(requestedWork: batch.requestedWork)
        }
    }

    private func transaction<Value>(_ body: (inout IngestBatch) throws -> Value) throws -> Value {
        do {
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
        } catch {
            (tree, counts) = try Self.load(state, suffix: suffix)
            throw error
        }
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
