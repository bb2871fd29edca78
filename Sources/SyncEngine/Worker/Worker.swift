public import DirectoryModel
public import Logging
public import StateDatabase

/// Keeps one mail host in step with the directory: follows it, takes changes in, has work done, and looks now and then
/// whether all is as it should be.
public struct Worker: Sendable {
    /// The directory.
    public let source: any DirectorySource
    /// The mail store.
    public let store: any MailStore
    /// The worker's state.
    public let state: StateDatabase
    /// Takes changes in.
    public let ingest: Ingest
    /// Has work done.
    public let runner: WorkRunner
    /// Compares everything.
    public let audit: Audit
    /// How to work.
    public let policy: SyncPolicy
    /// Where it stands.
    public let status = WorkerStatus()
    let logger: Logger

    /// Composes a worker; nothing runs yet.
    public init(
        source: any DirectorySource,
        store: any MailStore,
        state: StateDatabase,
        policy: SyncPolicy,
        suffix: String,
        logger: Logger
    ) throws {
        self.source = source
        self.store = store
        self.state = state
        self.policy = policy
        self.logger = logger
        ingest = try Ingest(state: state, policy: policy, suffix: suffix)
        runner = WorkRunner(state: state, store: store, policy: policy, logger: logger)
        audit = Audit(source: source, store: store, state: state, ingest: ingest, policy: policy)
    }

    /// Follows, works and audits until cancelled. Throws only what no retry can mend, such as a state file of another
    /// directory.
    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runner.run() }
            group.addTask { try await followForever() }
            group.addTask { try await keepHouse() }
            try await group.next()
            group.cancelAll()
        }
    }

    /// One pass for a timer: takes in what changed, has due work done, and ends. A refresh alone would leave out entries
    /// that change while it runs, so this is the same session as always, stopped when the refresh is complete.
    public func runOnce(patience: Duration) async throws {
        try await session(stopWhenInSync: true)
        try await schedulePurges()
        try await runner.drain(patience: patience)
    }

    /// Takes in what changed without having any work done.
    public func project() async throws {
        try await session(stopWhenInSync: true)
    }

    private func followForever() async throws {
        let backoff = Reconnection(retry: policy.retry)
        var lostState = LostState(grace: policy.lostStateGrace)
        while !Task.isCancelled {
            do {
                try await session(stopWhenInSync: false) { backoff.wasInSync() }
            } catch let error as IngestError where error.code == .otherDirectory {
                throw error
            } catch let error as StateError where !error.isRetriable {
                throw error
            } catch is CancellationError {
                return
            } catch {
                try consider(error, &lostState)
                status.update {
                    $0.phase = .disconnected
                    $0.problem = "\(error)"
                }
                logger.warning("the session with the directory ended", metadata: ["reason": "\(error)"])
            }
            try await Task.sleep(for: backoff.nextWait())
        }
    }

    /// A provider that stays behind lost state, and one that can do nothing with our position says so: then everything
    /// is compared, with the guard in between.
    private func consider(_ error: any Error, _ lostState: inout LostState) throws {
        if let behind = error as? ProviderBehind {
            guard lostState.isCertain(behind.theirs, at: .now) else { return }
        } else if !(error is RefreshRequired) {
            return lostState.isOver()
        }
        lostState.isOver()
        logger.warning("all of the directory is compared", metadata: ["reason": "\(error)"])
        try state.write { try $0.forgetCookie() }
    }
}
