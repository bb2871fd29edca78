public import DirectoryModel
public import Logging
public import StateDatabase

/// Carries out the work that was asked for: different accounts at the same time, one account's steps in order. What it
/// knows is in the state file; it can be killed at any moment and goes on where it was.
public actor WorkRunner {
    private let state: StateDatabase
    private let store: any MailStore
    private let policy: SyncPolicy
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let executor = QueueExecutor(label: "pamong.work")
    private var inFlight: Set<Int64> = []
    private var running = 0
    private var waiters: [CheckedContinuation<Void, Never>] = []
    private var wasWoken = false
    private var pause = StorePause()
    private var isolation: BatchIsolation

    /// The runner blocks on SQLite, so it does so on a queue of its own.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Sets a runner up; ``run()`` sets it going.
    public init(
        state: StateDatabase,
        store: any MailStore,
        policy: SyncPolicy,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp = { .now }
    ) {
        self.state = state
        self.store = store
        self.policy = policy
        self.logger = logger
        self.now = now
        isolation = BatchIsolation(full: policy.batchSize)
    }

    /// Why nothing is being done at the moment, when the mail store as a whole fails.
    public var storeProblem: String? { pause.problem }

    /// Says that there may be work.
    public func wake() {
        wasWoken = true
        for waiter in waiters { waiter.resume() }
        waiters = []
    }

    /// Works until cancelled.
    public func run() async throws {
        try await work(untilIdle: false)
    }

    /// Works until nothing is due any more within `patience`; the proof of a block, due a second later, is waited for.
    public func drain(patience: Duration) async throws {
        let deadline = now() + patience
        while now() < deadline, !Task.isCancelled {
            try await work(untilIdle: true)
            guard let next = try state.read({ try $0.nextWorkDue() }), next < deadline else { return }
            try await sleep(until: min(max(next, pause.until ?? next), now() + .milliseconds(200)))
        }
    }

    private func work(untilIdle: Bool) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            while !Task.isCancelled {
                wasWoken = false
                let batch = try tolerating { try nextBatch() } ?? []
                if !batch.isEmpty {
                    start(batch)
                    group.addTask { try await self.process(batch) }
                } else if untilIdle, running == 0 {
                    break
                } else {
                    try await waitForWork()
                }
                if running > policy.lanes { try await waitForWork() }
            }
            group.cancelAll()
        }
    }

    private func start(_ batch: [WorkItem]) {
        running += 1
        inFlight.formUnion(batch.map(\.account))
    }

    private func finish(_ batch: [WorkItem]) {
        running -= 1
        inFlight.subtract(batch.map(\.account))
        wake()
    }

    /// The next work that nobody is at. When all lanes are taken there is one more for what cannot wait.
    private func nextBatch() throws -> [WorkItem] {
        let moment = now()
        if let until = pause.until, until > moment { return [] }
        let limit = policy.batchSize + inFlight.count + isolation.unproven.count
        let due = try state.read { try $0.dueWork(at: moment, limit: limit) }.filter { !inFlight.contains($0.account) }
        let chosen = isolation.choose(from: due)
        guard let first = chosen.first else { return [] }
        if running >= policy.lanes, first.urgency > .change { return [] }
        return Array(chosen.prefix { Lane($0.urgency) == Lane(first.urgency) })
    }

    private func waitForWork() async throws {
        if wasWoken { return }
        let next = try tolerating { try state.read { try $0.nextWorkDue() } } ?? nil
        let idle = now() + .seconds(1)
        let until = max(min(next ?? idle, idle), pause.until ?? Timestamp(microseconds: 0))
        let isBusy = running > 0 && (next ?? idle) <= now()
        let timer = Task { [now] in
            let wait = isBusy ? .seconds(1) : max(until.since(now()), .milliseconds(1))
            try? await Task.sleep(for: wait)
            if !Task.isCancelled { self.wake() }
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiters.append($0) }
        } onCancel: {
            Task { await self.wake() }
        }
        timer.cancel()
    }

    private func sleep(until time: Timestamp) async throws {
        try await Task.sleep(for: max(time.since(now()), .milliseconds(1)))
    }

    /// Does one batch: plans each account, asks the store step by step, and writes down what was reached.
    private func process(_ batch: [WorkItem]) async throws {
        defer { finish(batch) }
        do {
            try await apply(try plan(batch))
            pause.succeeded()
            try blame(isolation.succeeded(batch.map(\.account)))
        } catch let error as StateError {
            try rest(after: error)
        } catch is CancellationError {
            return
        } catch {
            isolation.failed(batch.map(\.account))
            let failure = error as? MailStoreFailure ?? MailStoreFailure("\(error)", isRetriable: true)
            pause.failed(failure, at: now(), retry: policy.retry)
            logger.warning("the mail store failed", metadata: ["reason": "\(failure)"])
        }
    }

    /// Puts off accounts for which the store dropped the whole request, while it answered for others.
    private func blame(_ accounts: Set<Int64>) throws {
        guard !accounts.isEmpty else { return }
        let moment = now()
        try state.write { writer in
            for account in accounts {
                guard let work = try writer.reader.work(account: account) else { continue }
                try writer.postponeWork(
                    account: account,
                    revision: work.revision,
                    until: moment + policy.retry.delay(afterFailures: work.attempts + 1, jitter: .random(in: 0...1)),
                    failure: "the mail store failed as a whole when asked for this account alone"
                )
            }
        }
    }

    /// A full disk or a busy file is waited for like a store that is down; with a damaged file there is no going on.
    private func rest(after error: StateError) throws {
        guard error.isRetriable else { throw error }
        pause.failed(MailStoreFailure(error.description, isRetriable: true), at: now(), retry: policy.retry)
        logger.error("the state file cannot be written", metadata: ["reason": "\(error)"])
    }

    private func tolerating<Value>(_ body: () throws -> Value) throws -> Value? {
        do { return try body() } catch let error as StateError {
            try rest(after: error)
            return nil
        }
    }

    private func plan(_ batch: [WorkItem]) throws -> [PlannedAccount] {
        let moment = now()
        let planned = try state.read { reader in
            try batch.map { ($0, try PlannedAccount.plan($0, reader: reader, policy: policy, now: moment)) }
        }
        let idle = planned.filter { $0.1?.steps.isEmpty ?? true }
        if !idle.isEmpty {
            try state.write { writer in
                for (work, account) in idle {
                    if let mailbox = account?.finished(at: moment, retention: policy.retention) {
                        try writer.save(mailbox)
                    }
                    try writer.finishWork(account: work.account, revision: work.revision)
                }
            }
        }
        return planned.compactMap { $0.1 }.filter { !$0.steps.isEmpty }
    }

    /// Asks for the first step of all accounts, then for the second of those that came so far, and so on.
    private func apply(_ planned: [PlannedAccount]) async throws {
        var going = planned.map { (account: $0, returned: 0) }
        var step = 0
        while !going.isEmpty {
            let outcomes = try await perform(step: step, for: going.map(\.account))
            var next: [(account: PlannedAccount, returned: Int)] = []
            var ended: [(PlannedAccount, StepOutcome)] = []
            for (index, outcome) in outcomes.enumerated() {
                let account = going[index].account
                if case .done = outcome, step + 1 < account.steps.count {
                    next.append((account, 0))
                } else {
                    ended.append((account, outcome))
                }
            }
            try record(ended)
            going = next
            step += 1
        }
    }

    private func perform(step: Int, for accounts: [PlannedAccount]) async throws -> [StepOutcome] {
        let asked = accounts.map { $0.operations(ofStep: step) }
        let answers = try await store.perform(asked.flatMap { $0 })
        guard answers.count == asked.reduce(0, { $0 + $1.count }) else {
            throw MailStoreFailure("the mail store left operations unanswered", isRetriable: true)
        }
        var start = 0
        return zip(accounts, asked).map { account, operations in
            defer { start += operations.count }
            return StepOutcome(account.steps[step], answers: answers[start..<(start + operations.count)])
        }
    }

    private func record(_ ended: [(PlannedAccount, StepOutcome)]) throws {
        guard !ended.isEmpty else { return }
        let moment = now()
        try state.write { writer in
            for (account, outcome) in ended {
                switch outcome {
                case .done(let returned):
                    try StepRecord(account: account, returned: returned, policy: policy, now: moment).write(to: writer)
                case .failed(let reason, let isRetriable):
                    let wait = policy.retry.delay(
                        afterFailures: account.work.attempts + 1,
                        jitter: .random(in: 0...1)
                    )
                    try writer.postponeWork(
                        account: account.work.account,
                        revision: account.work.revision,
                        until: moment + wait,
                        failure: reason,
                        setAside: !isRetriable
                    )
                }
            }
        }
        for case (let account, .failed(let reason, let isRetriable)) in ended {
            logger.warning(
                "a step failed",
                metadata: [
                    "account": "\(account.row.account.address)", "reason": "\(reason)",
                    "then": isRetriable ? "tried again later" : "set aside",
                ]
            )
        }
    }
}

/// What is asked of the store in one request: neither what cannot wait nor mailboxes that are made shall wait for copies of
/// large ones.
private enum Lane {
    case urgent, archive, create

    init(_ urgency: WorkItem.Urgency) {
        switch urgency {
        case .block, .change: self = .urgent
        case .archive: self = .archive
        case .create: self = .create
        }
    }
}
