public import LDAPClient

/// Carries a plan out, over connections that are the administrator's own: what they may write, the directory decides, row by
/// row.
///
/// Many writes are under way at a time. A row's error is that row's outcome. A lost connection is made again and the rows
/// that were under way are looked at before they are written once more; a busy directory is waited for. What was not done
/// when the process ended is done by planning and carrying out the same file again.
public struct ImportWriter: Sendable {
    /// How many and how patient.
    public struct Limits: Sendable, Hashable {
        /// Writes under way on each connection.
        public var window: Int
        /// How long a lost or busy directory is waited for before the rest is given up.
        public var patience: Duration
        /// How often one row is tried when connections are lost over it.
        public var attempts: Int

        /// Sixteen writes, and a minute.
        public init(window: Int = 16, patience: Duration = .seconds(60), attempts: Int = 20) {
            self.window = window
            self.patience = patience
            self.attempts = attempts
        }
    }

    let connections: [LDAPConnection]
    let controls: [LDAPControl]
    let limits: Limits
    let reconnect: @Sendable () async throws -> LDAPConnection

    /// `controls` go with every write, such as proxied authorization. `reconnect` makes a connection in place of a lost one,
    /// signed in as the same person.
    public init(
        _ connections: [LDAPConnection],
        controls: [LDAPControl] = [],
        limits: Limits = Limits(),
        reconnect: @escaping @Sendable () async throws -> LDAPConnection
    ) {
        self.connections = connections
        self.controls = controls
        self.limits = limits
        self.reconnect = reconnect
    }

    /// Writes what the plan says, and reports every row's outcome as it is known: those with nothing to write first, then
    /// the others in about the file's order.
    ///
    /// Throws ``ImportError`` when the plan is not the accepted one (nothing was written then) or the directory is gone for too
    /// long, and what `report` throws. Cancelling the task ends it after the writes that are under way.
    public func carryOut(
        _ plan: ImportPlan,
        _ acceptance: PlanAcceptance,
        report: @escaping @Sendable (RowOutcome) throws -> Void = { _ in }
    ) async throws -> ImportResult {
        try acceptance.check(plan)
        let run = WriteRun(plan, self, report: report)
        try run.reportUnwritten()
        try await withThrowingTaskGroup { group in
            for connection in connections {
                group.addTask { try await WriteLane(run).work(over: connection) }
            }
            try await group.waitForAll()
        }
        return run.result
    }
}
