public import DirectoryModel
internal import GRDB

/// One transition, as the reports and the change feed count it.
public struct LedgerRow: Sendable, Hashable {
    /// What happened; the raw values are stored.
    public enum Event: Int, Sendable, Hashable, CaseIterable {
        case created = 1
        case removed = 2
        case movedIn = 3
        case movedOut = 4
        case changed = 5
        case tenantAdded = 6
        case tenantRemoved = 7
        case administratorsChanged = 8
    }

    /// When it happened: from the entry's CSN, or when we learnt of it.
    public var time: Timestamp
    /// The account or tenant.
    public var subject: EntryUUID
    /// The tenant within a service it counts for.
    public var scope: Int64
    /// The other scope of a move.
    public var peer: Int64?
    /// What happened.
    public var event: Event
    /// What it does to the scope's counts.
    public var counts: Counts
    /// What changed, as JSON.
    public var detail: String?

    /// Puts a row together.
    public init(
        time: Timestamp,
        subject: EntryUUID,
        scope: Int64,
        peer: Int64? = nil,
        event: Event,
        counts: Counts,
        detail: String? = nil
    ) {
        self.time = time
        self.subject = subject
        self.scope = scope
        self.peer = peer
        self.event = event
        self.counts = counts
        self.detail = detail
    }
}

/// A tenant within a service, with the nodes it was made from.
public struct ScopeRow: Sendable, Hashable {
    /// Its number.
    public var id: Int64
    /// The names, as they are now.
    public var scope: Scope
    /// The service's node.
    public var serviceNode: Int64
    /// The tenant's node.
    public var tenantNode: Int64

    /// Puts a row together.
    public init(id: Int64, scope: Scope, serviceNode: Int64, tenantNode: Int64) {
        self.id = id
        self.scope = scope
        self.serviceNode = serviceNode
        self.tenantNode = tenantNode
    }
}

extension StateReader {
    /// All tenants within services that were ever counted.
    public func scopes() throws -> [ScopeRow] {
        try Row.fetchAll(database, sql: "SELECT id, service, tenant, service_node, tenant_node FROM scope").map { row in
            ScopeRow(id: row[0], scope: Scope(service: row[1], tenant: row[2]), serviceNode: row[3], tenantNode: row[4])
        }
    }

    /// The counts of every scope as they are now.
    public func census() throws -> [Int64: Counts] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT scope, tenants, accounts, registered, blocked, second_factor, administrators FROM census"
        )
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as Int64, Counts(row: $0, from: 1)) })
    }
}

extension StateWriter {
    /// Writes down a transition. The scope's counts move with ``add(_:to:)`` in the same transaction.
    public func append(_ row: LedgerRow, recorded: Timestamp) throws {
        var statement = try BoundStatement(
            database,
            sql: """
                INSERT INTO ledger(time, recorded, subject, scope, peer, event, accounts, registered, blocked,
                    second_factor, administrators, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        statement.bind(row.time.microseconds)
        statement.bind(recorded.microseconds)
        statement.bind(row.subject)
        statement.bind(row.scope)
        statement.bind(row.peer)
        statement.bind(row.event.rawValue)
        for count in [
            row.counts.accounts, row.counts.registered, row.counts.blocked, row.counts.secondFactor,
            row.counts.administrators,
        ] { statement.bind(count) }
        statement.bind(row.detail)
        try statement.run()
    }

    /// Moves a scope's counts.
    public func add(_ counts: Counts, to scope: Int64) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO census(scope, tenants, accounts, registered, blocked, second_factor, administrators)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT(scope) DO UPDATE SET tenants = tenants + excluded.tenants,
                    accounts = accounts + excluded.accounts, registered = registered + excluded.registered,
                    blocked = blocked + excluded.blocked, second_factor = second_factor + excluded.second_factor,
                    administrators = administrators + excluded.administrators
                """
        )
        try statement.execute(arguments: [
            scope, counts.tenants, counts.accounts, counts.registered, counts.blocked, counts.secondFactor,
            counts.administrators,
        ])
    }

    /// Takes the counts of now for the ledger's beginning.
    public func takeBaseline() throws {
        try database.execute(sql: "DELETE FROM baseline; INSERT INTO baseline SELECT * FROM census")
    }

    /// Writes down a scope's names and nodes.
    public func save(_ scope: ScopeRow) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO scope(id, service, tenant, service_node, tenant_node) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT(id) DO UPDATE SET service = excluded.service, tenant = excluded.tenant
                """
        )
        try statement.execute(arguments: [
            scope.id, scope.scope.service, scope.scope.tenant, scope.serviceNode, scope.tenantNode,
        ])
    }
}

extension Counts {
    fileprivate init(row: Row, from index: Int) {
        self.init(
            tenants: row[index],
            accounts: row[index + 1],
            registered: row[index + 2],
            blocked: row[index + 3],
            secondFactor: row[index + 4],
            administrators: row[index + 5]
        )
    }
}
