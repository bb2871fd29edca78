public import DirectoryModel
internal import GRDB

/// An account whose mail store is not yet what the directory wants, and when to see to it.
public struct WorkItem: Sendable, Hashable {
    /// What goes first when there is much to do; the raw values are stored and ordered.
    public enum Urgency: Int, Sendable, Hashable, Comparable {
        /// Somebody is to be kept out now.
        case block = 0
        /// Somebody waits for access, or an address changed.
        case change = 1
        /// Archives and purges: before a mailbox is put away, its sessions are ended.
        case archive = 2
        /// A new mailbox: there may be hundreds of thousands.
        case create = 3

        /// Orders by what goes first.
        public static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
    }

    /// The account's row.
    public var account: Int64
    /// Moves with every change that asks for work, so that work done for an older one does not count for it.
    public var revision: Int64
    /// What goes first.
    public var urgency: Urgency
    /// Not before this time.
    public var due: Timestamp
    /// When the directory committed what is to be done.
    public var committed: Timestamp
    /// How often it failed.
    public var attempts: Int
    /// What the last failure was.
    public var lastError: String?
    /// Whether it was given up until the account changes or an operator asks again.
    public var isSetAside: Bool
    /// The held batch it waits in.
    public var hold: Int64?
}

extension StateReader {
    private static let columns = "account, revision, urgency, due, committed, attempts, last_error, set_aside, hold"

    /// Work that may be done now, the most urgent first.
    public func dueWork(at now: Timestamp, limit: Int) throws -> [WorkItem] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT \(Self.columns) FROM work WHERE hold IS NULL AND set_aside = 0 AND due <= ?
                ORDER BY urgency, due LIMIT ?
                """
        )
        return try Row.fetchAll(statement, arguments: [now.microseconds, limit]).map(WorkItem.init(row:))
    }

    /// When the next work that is not held falls due.
    public func nextWorkDue() throws -> Timestamp? {
        let statement = try database.cachedStatement(
            sql: "SELECT min(due) FROM work WHERE hold IS NULL AND set_aside = 0"
        )
        return try Int64.fetchOne(statement).map(Timestamp.init(microseconds:))
    }

    /// The work of one account.
    public func work(account: Int64) throws -> WorkItem? {
        let statement = try database.cachedStatement(sql: "SELECT \(Self.columns) FROM work WHERE account = ?")
        return try Row.fetchOne(statement, arguments: [account]).map(WorkItem.init(row:))
    }

    /// All work, held and set aside included, in the order it would be done.
    public func allWork() throws -> [WorkItem] {
        try Row.fetchAll(database, sql: "SELECT \(Self.columns) FROM work ORDER BY urgency, due, account").map(
            WorkItem.init(row:)
        )
    }

    /// How much work waits, is held, and was set aside.
    public func workCounts() throws -> (waiting: Int, held: Int, setAside: Int) {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT total(hold IS NULL AND set_aside = 0), total(hold IS NOT NULL),
                    total(hold IS NULL AND set_aside = 1) FROM work
                """
        )
        func count(_ index: Int) -> Int { Int((row?[index] as Double?) ?? 0) }
        return (count(0), count(1), count(2))
    }
}

extension StateWriter {
    /// Asks for work on an account, or renews the asking: a new revision, attempts forgotten.
    public func requestWork(
        account: Int64,
        urgency: WorkItem.Urgency,
        due: Timestamp,
        committed: Timestamp,
        hold: Int64? = nil
    ) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO work(account, revision, urgency, due, committed, attempts, hold) VALUES (?, 1, ?, ?, ?, 0, ?)
                ON CONFLICT(account) DO UPDATE SET revision = revision + 1, urgency = excluded.urgency,
                    due = excluded.due, committed = excluded.committed, attempts = 0, last_error = NULL, set_aside = 0,
                    hold = excluded.hold
                """
        )
        try statement.execute(arguments: [account, urgency.rawValue, due.microseconds, committed.microseconds, hold])
    }

    /// Asks for the first mailbox of every served account of a mail host at once, after a first load.
    public func requestWorkForAll(mailHost: String, at now: Timestamp) throws {
        try database.execute(
            sql: """
                INSERT INTO work(account, revision, urgency, due, committed, attempts)
                SELECT id, 1, CASE status WHEN 2 THEN 0 WHEN 3 THEN 2 ELSE 3 END, ?1, ?1, 0 FROM account
                WHERE removed IS NULL AND mail_host = ?2 AND status IN (1, 2, 3) ORDER BY id
                ON CONFLICT(account) DO UPDATE SET revision = revision + 1, due = excluded.due
                """,
            arguments: [now.microseconds, mailHost]
        )
    }

    /// Takes the work off the list unless it was asked for again meanwhile; answers whether it is off.
    @discardableResult
    public func finishWork(account: Int64, revision: Int64) throws -> Bool {
        let statement = try database.cachedStatement(sql: "DELETE FROM work WHERE account = ? AND revision = ?")
        try statement.execute(arguments: [account, revision])
        return database.changesCount > 0
    }

    /// Puts work off, unless it was asked for anew meanwhile. A failure counts as an attempt and leaves its reason.
    public func postponeWork(
        account: Int64,
        revision: Int64,
        until due: Timestamp,
        failure: String? = nil,
        setAside: Bool = false
    ) throws {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE work SET due = ?1, attempts = attempts + (?2 IS NOT NULL), last_error = ?2, set_aside = ?3
                WHERE account = ?4 AND revision = ?5
                """
        )
        try statement.execute(arguments: [due.microseconds, failure, setAside, account, revision])
    }

    /// Makes everything that was set aside due again: an operator has mended what was in the way.
    @discardableResult
    public func retrySetAside(at now: Timestamp) throws -> Int {
        try database.execute(
            sql: "UPDATE work SET set_aside = 0, attempts = 0, due = ? WHERE set_aside = 1",
            arguments: [now.microseconds]
        )
        return database.changesCount
    }
}

extension WorkItem {
    fileprivate init(row: Row) {
        self.init(
            account: row[0],
            revision: row[1],
            urgency: Urgency(rawValue: row[2]) ?? .change,
            due: Timestamp(microseconds: row[3]),
            committed: Timestamp(microseconds: row[4]),
            attempts: row[5],
            lastError: row[6],
            isSetAside: row[7],
            hold: row[8]
        )
    }
}
