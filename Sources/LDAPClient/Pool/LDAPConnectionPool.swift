import Dispatch
import Synchronization

/// A few connections shared by many tasks, with a cap on what is in flight, because slapd closes sessions that have
/// too much pending. Lost connections are replaced when they are next needed.
public final class LDAPConnectionPool: Sendable {
    /// How many, and how patient.
    public struct Limits: Hashable, Sendable {
        /// The most connections.
        public var maximumConnections: Int
        /// The most tasks that share one connection at a time; 1 for a connection to oneself.
        public var leasesPerConnection: Int
        /// The longest wait for a connection, in line and while the server cannot be reached.
        public var patience: Duration

        /// By default 128 tasks on four connections, waiting for ten seconds.
        public init(maximumConnections: Int = 4, leasesPerConnection: Int = 32, patience: Duration = .seconds(10)) {
            self.maximumConnections = maximumConnections
            self.leasesPerConnection = leasesPerConnection
            self.patience = patience
        }
    }

    private struct State {
        var pool: PoolState
        var connections: [Int: LDAPConnection] = [:]
        var waiters: [Int: CheckedContinuation<PoolState.Decision, any Error>] = [:]
        var nextWaiter = 0
        var isClosed = false
    }

    /// What the connections are made with.
    public let configuration: LDAPConfiguration
    private let limits: Limits
    private let state: Mutex<State>

    /// Makes a pool; connections are opened when they are needed.
    public init(_ configuration: LDAPConfiguration, limits: Limits = Limits()) {
        self.configuration = configuration
        self.limits = limits
        let pool = PoolState(
            maximumConnections: limits.maximumConnections,
            leasesPerConnection: limits.leasesPerConnection
        )
        state = Mutex(State(pool: pool))
    }

    /// How many tasks have a connection and how many wait for one.
    public var usage: (leases: Int, waiting: Int) {
        state.withLock { ($0.pool.leases, $0.pool.waiting) }
    }

    /// Lends a connection for the duration of the closure.
    ///
    /// Throws `LDAPError`: `.timeout` when all are busy for too long, what connecting said when the server cannot be
    /// reached for too long, and what the closure throws. What the closure did is not repeated here: only the caller
    /// knows whether it may be.
    @discardableResult
    public func withConnection<Result>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (LDAPConnection) async throws -> Result
    ) async throws -> Result {
        let (id, connection) = try await lease()
        do {
            let result = try await body(connection)
            await giveBack(id, connection)
            return result
        } catch {
            await giveBack(id, connection)
            throw error
        }
    }

    /// Closes all connections; leases under way fail with `.serverDown`, and so do new ones.
    public func close() async {
        let (connections, waiters) = state.withLock { state in
            state.isClosed = true
            defer { (state.connections, state.waiters) = ([:], [:]) }
            return (state.connections.values, state.waiters.values)
        }
        for waiter in waiters { waiter.resume(throwing: LDAPError.closed) }
        for connection in connections { await connection.close() }
    }
}

// MARK: - Leasing

extension LDAPConnectionPool {
    private func lease() async throws -> (Int, LDAPConnection) {
        let deadline = ContinuousClock.now + limits.patience
        var backoff = Backoff()
        while true {
            do {
                switch try await decision(until: deadline) {
                case .use(let id):
                    if let connection = state.withLock({ $0.connections[id] }), await connection.isOpen {
                        return (id, connection)
                    }
                    await forget(id)
                case .open(let id): return (id, try await open(id))
                case .wait: throw LDAPError(.localError, "a place in line is no connection")
                }
            } catch let error as LDAPError where error.isRetriable && !isClosed {
                let pause = backoff.next()
                guard ContinuousClock.now + pause < deadline else { throw error }
                try await Task.sleep(for: pause)
            }
        }
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    private func open(_ id: Int) async throws -> LDAPConnection {
        do {
            let connection = try await LDAPConnection.connect(configuration)
            let isWanted = state.withLock { state in
                if !state.isClosed { state.connections[id] = connection }
                return !state.isClosed
            }
            guard isWanted else {
                await connection.close()
                throw LDAPError.closed
            }
            tell { $0.opened(id) }
            return connection
        } catch {
            tell { $0.openingFailed(id) }
            throw error
        }
    }

    private func giveBack(_ id: Int, _ connection: LDAPConnection) async {
        if await connection.isOpen {
            tell { $0.returned(id, isUsable: true) }
        } else {
            await forget(id)
        }
    }

    private func forget(_ id: Int) async {
        let connection = state.withLock { $0.connections.removeValue(forKey: id) }
        tell { $0.returned(id, isUsable: false) }
        await connection?.close()
    }

    /// Tells the state what happened and wakes whom it grants a connection.
    private func tell(_ event: (inout PoolState) -> [PoolState.Grant]) {
        let granted = state.withLock { state in
            event(&state.pool).compactMap { grant in
                state.waiters.removeValue(forKey: grant.waiter).map { ($0, grant.decision) }
            }
        }
        for (waiter, decision) in granted { waiter.resume(returning: decision) }
    }
}

// MARK: - Waiting in line

extension LDAPConnectionPool {
    private func decision(until deadline: ContinuousClock.Instant) async throws -> PoolState.Decision {
        try Task.checkCancellation()
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                standInLine(waiter, continuation, until: deadline)
            }
        } onCancel: {
            leaveLine(waiter, CancellationError())
        }
    }

    private func standInLine(
        _ waiter: Int,
        _ continuation: CheckedContinuation<PoolState.Decision, any Error>,
        until deadline: ContinuousClock.Instant
    ) {
        let outcome: Result<PoolState.Decision, any Error>? = state.withLock { state in
            if state.isClosed { return .failure(LDAPError.closed) }
            if Task.isCancelled { return .failure(CancellationError()) }
            let decision = state.pool.lease(waiter: waiter)
            guard decision == .wait else { return .success(decision) }
            state.waiters[waiter] = continuation
            return nil
        }
        if let outcome { return continuation.resume(with: outcome) }
        let patience = Int(clamping: (deadline - .now).nanoseconds)
        DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(patience)) { [weak self] in
            self?.leaveLine(waiter, LDAPError(.timeout, "no connection was free in time"))
        }
    }

    private func leaveLine(_ waiter: Int, _ reason: any Error) {
        let continuation = state.withLock { state in
            state.pool.gaveUp(waiter: waiter) ? state.waiters.removeValue(forKey: waiter) : nil
        }
        continuation?.resume(throwing: reason)
    }
}
