public import DirectoryModel
internal import GRDB

/// A block, close or removal, as the guard counts it.
public struct Suspect: Sendable, Hashable {
    /// What is to be taken from the account's user; the raw values are stored.
    public enum Kind: Int, Sendable, Hashable, CaseIterable {
        case block = 1
        case close = 2
        case removal = 3
        /// The account was moved to another mail host.
        case departure = 4
    }

    /// Its row; 0 before it has one.
    public var id: Int64
    /// When we learnt of it.
    public var time: Timestamp
    /// The account's row.
    public var account: Int64
    /// The tenant within a service it counts for.
    public var scope: Int64
    /// What is to be taken.
    public var kind: Kind
    /// The held batch it belongs to; `nil` when the guard let it pass.
    public var hold: Int64?
    /// The status before, so that the entry can be put back.
    public var before: AccountStatus?

    /// Puts a suspect together.
    public init(
        id: Int64 = 0,
        time: Timestamp,
        account: Int64,
        scope: Int64,
        kind: Kind,
        hold: Int64? = nil,
        before: AccountStatus?
    ) {
        self.id = id
        self.time = time
        self.account = account
        self.scope = scope
        self.kind = kind
        self.hold = hold
        self.before = before
    }
}

/// A batch that waits for a second person.
public struct Hold: Sendable, Hashable {
    /// What is counted together.
    public enum Level: Int, Sendable, Hashable, CaseIterable {
        case tenant = 1
        case service = 2
        case all = 3
    }

    /// Where the batch stands.
    public enum State: Int, Sendable, Hashable {
        /// Waiting.
        case open = 1
        /// A second person let it go.
        case released = 2
        /// A second person refused it: nothing is done, the directory is to be put back.
        case rejected = 3
        /// All entries were put back before anybody decided.
        case withdrawn = 4
    }

    /// Its number, as people name it.
    public var id: Int64
    /// When it began.
    public var opened: Timestamp
    /// When its list last changed.
    public var changed: Timestamp
    /// What was counted.
    public var level: Level
    /// The service, but for a hold over all.
    public var service: String?
    /// The tenant, for a hold of a tenant.
    public var tenant: String?
    /// The count, the limit and the window, in words.
    public var reason: String
    /// Where it stands.
    public var state: State
    /// When it was decided.
    public var decided: Timestamp?
    /// The DN of who decided.
    public var decidedBy: String?

    /// Puts a hold together.
    public init(
        id: Int64 = 0,
        opened: Timestamp,
        changed: Timestamp,
        level: Level,
        service: String?,
        tenant: String?,
        reason: String,
        state: State = .open,
        decided: Timestamp? = nil,
        decidedBy: String? = nil
    ) {
        self.id = id
        self.opened = opened
        self.changed = changed
        self.level = level
        self.service = service
        self.tenant = tenant
        self.reason = reason
        self.state = state
        self.decided = decided
        self.decidedBy = decidedBy
    }
}

extension StateReader {
    private static let suspectColumns = "id, time, account, scope, kind, hold, before"
    private static let holdColumns = "id, opened, changed, level, service, tenant, reason, state, decided, decided_by"

    /// How many suspects passed since a time, by scope.
    public func passedSuspects(since time: Timestamp) throws -> [Int64: Int] {
        let statement = try database.cachedStatement(
            sql: "SELECT scope, count(*) FROM suspect WHERE time > ? AND hold IS NULL GROUP BY scope"
        )
        let rows = try Row.fetchAll(statement, arguments: [time.microseconds])
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as Int64, $0[1] as Int) })
    }

    /// Suspects that passed since a time in one of these scopes, but whose work was not done yet.
    public func passedButUndone(since time: Timestamp, scopes: Set<Int64>) throws -> [Suspect] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(Self.suspectColumns) FROM suspect WHERE time > ? AND hold IS NULL
                    AND account IN (SELECT account FROM work WHERE hold IS NULL)
                """,
            arguments: [time.microseconds]
        ).map(Suspect.init(row:)).filter { scopes.contains($0.scope) }
    }

    /// The list of a held batch, in the order it grew.
    public func suspects(hold: Int64) throws -> [Suspect] {
        try Row.fetchAll(
            database,
            sql: "SELECT \(Self.suspectColumns) FROM suspect WHERE hold = ? ORDER BY id",
            arguments: [hold]
        ).map(Suspect.init(row:))
    }

    /// The held batches, the newest first; only those in one state when given.
    public func holds(in state: Hold.State? = nil) throws -> [Hold] {
        try Row.fetchAll(
            database,
            sql: "SELECT \(Self.holdColumns) FROM hold WHERE ?1 IS NULL OR state = ?1 ORDER BY id DESC",
            arguments: [state?.rawValue]
        ).map(Hold.init(row:))
    }

    /// What an account is listed for in a held batch.
    public func suspect(account: Int64, hold: Int64) throws -> Suspect? {
        try Row.fetchOne(
            database,
            sql: "SELECT \(Self.suspectColumns) FROM suspect WHERE account = ? AND hold = ?",
            arguments: [account, hold]
        ).map(Suspect.init(row:))
    }

    /// A held batch by its number.
    public func hold(_ id: Int64) throws -> Hold? {
        try Row.fetchOne(database, sql: "SELECT \(Self.holdColumns) FROM hold WHERE id = ?", arguments: [id]).map(
            Hold.init(row:)
        )
    }
}

extension StateWriter {
    /// Writes down a suspect.
    public func insert(_ suspect: Suspect) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO suspect(time, account, scope, kind, hold, before) VALUES (?, ?, ?, ?, ?, ?)"
        )
        try statement.execute(arguments: [
            suspect.time.microseconds, suspect.account, suspect.scope, suspect.kind.rawValue, suspect.hold,
            suspect.before?.rawValue,
        ])
    }

    /// Opens a batch and answers its number.
    public func insert(_ hold: Hold) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO hold(opened, changed, level, service, tenant, reason, state) VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                hold.opened.microseconds, hold.changed.microseconds, hold.level.rawValue, hold.service, hold.tenant,
                hold.reason, hold.state.rawValue,
            ]
        )
        return database.lastInsertedRowID
    }

    /// Writes down where a batch stands now.
    public func update(_ hold: Hold) throws {
        try database.execute(
            sql: "UPDATE hold SET changed = ?, reason = ?, state = ?, decided = ?, decided_by = ? WHERE id = ?",
            arguments: [
                hold.changed.microseconds, hold.reason, hold.state.rawValue, hold.decided?.microseconds, hold.decidedBy,
                hold.id,
            ]
        )
    }

    /// Puts a suspect that had passed, and its account's work, into a batch. The revision moves, so that a step that is
    /// under way at this moment does not take the work off the list: the account would stay in the batch with nothing to
    /// hold, and putting its entry back would not take it out.
    public func move(_ suspect: Suspect, to hold: Int64) throws {
        try database.execute(sql: "UPDATE suspect SET hold = ? WHERE id = ?", arguments: [hold, suspect.id])
        try database.execute(
            sql: "UPDATE work SET hold = ?, revision = revision + 1 WHERE account = ?",
            arguments: [hold, suspect.account]
        )
    }

    /// Takes a suspect off the list, because a later one of the same account takes its place.
    public func remove(_ suspect: Suspect) throws {
        try database.execute(sql: "DELETE FROM suspect WHERE id = ?", arguments: [suspect.id])
    }

    /// Takes an account out of the open or rejected batch it is in, because what was to be done to it no longer is;
    /// answers that batch.
    public func withdrawFromHold(account: Int64) throws -> Int64? {
        let hold = try Int64.fetchOne(
            database,
            sql: """
                SELECT hold FROM suspect JOIN hold ON hold.id = suspect.hold
                WHERE suspect.account = ?
                    AND hold.state IN (\(Hold.State.open.rawValue), \(Hold.State.rejected.rawValue))
                """,
            arguments: [account]
        )
        guard let hold else { return nil }
        try database.execute(sql: "DELETE FROM suspect WHERE account = ? AND hold = ?", arguments: [account, hold])
        return hold
    }

    /// Makes a batch's work due.
    public func releaseWork(ofHold hold: Int64, at now: Timestamp) throws {
        try database.execute(
            sql: "UPDATE work SET hold = NULL, due = ? WHERE hold = ?",
            arguments: [now.microseconds, hold]
        )
    }

    /// Forgets suspects that passed before a time: the window has moved on.
    public func forgetPassedSuspects(before time: Timestamp) throws {
        try database.execute(sql: "DELETE FROM suspect WHERE hold IS NULL AND time < ?", arguments: [time.microseconds])
    }
}

extension Suspect {
    fileprivate init(row: Row) {
        self.init(
            id: row[0],
            time: Timestamp(microseconds: row[1]),
            account: row[2],
            scope: row[3],
            kind: Kind(rawValue: row[4]) ?? .block,
            hold: row[5],
            before: (row[6] as String?).flatMap(AccountStatus.init(rawValue:))
        )
    }
}

extension Hold {
    fileprivate init(row: Row) {
        self.init(
            id: row[0],
            opened: Timestamp(microseconds: row[1]),
            changed: Timestamp(microseconds: row[2]),
            level: Level(rawValue: row[3]) ?? .all,
            service: row[4],
            tenant: row[5],
            reason: row[6],
            state: State(rawValue: row[7]) ?? .open,
            decided: (row[8] as Int64?).map(Timestamp.init(microseconds:)),
            decidedBy: row[9]
        )
    }
}
