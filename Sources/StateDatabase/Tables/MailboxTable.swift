public import DirectoryModel
internal import GRDB

/// What the mail store was last brought to for one account.
public struct MailboxRow: Sendable, Hashable {
    /// The states a mailbox goes through; the raw values are stored.
    public enum State: Int, Sendable, Hashable {
        /// Served: log in, receive, send.
        case open = 1
        /// Sessions were cut once; the proof is due.
        case cut = 2
        /// Blocked, proved.
        case blocked = 3
        /// In the archive, until purged.
        case archived = 4
        /// Left alone since the account's mail host became another one.
        case elsewhere = 5
    }

    /// The account's row.
    public var account: Int64
    /// Where it was brought to.
    public var state: State
    /// The names that may be in the login cache.
    public var names: [MailAddress]
    /// The quota that is in force, in bytes.
    public var quota: Int64?
    /// When that state was reached.
    public var changed: Timestamp
    /// When an archive is to be purged.
    public var purgeDue: Timestamp?
    /// Sessions begun before this moment were ended, as the entry asked; `nil` when it never did.
    public var sessionsRevoked: Timestamp?

    /// Puts a row together.
    public init(
        account: Int64,
        state: State,
        names: [MailAddress],
        quota: Int64?,
        changed: Timestamp,
        purgeDue: Timestamp? = nil,
        sessionsRevoked: Timestamp? = nil
    ) {
        self.account = account
        self.state = state
        self.names = names
        self.quota = quota
        self.changed = changed
        self.purgeDue = purgeDue
        self.sessionsRevoked = sessionsRevoked
    }
}

extension StateReader {
    /// What the mail store was brought to for an account; `nil` when nothing was ever done for it.
    public func mailbox(account: Int64) throws -> MailboxRow? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT account, state, names, quota, changed, purge_due, sessions_revoked FROM mailbox WHERE account = ?
                """
        )
        return try Row.fetchOne(statement, arguments: [account]).map(MailboxRow.init(row:))
    }

    /// The accounts whose mailbox is, as far as we know, in one of these states.
    public func mailboxOwners(in states: [MailboxRow.State]) throws -> Set<EntryUUID> {
        let codes = states.map { String($0.rawValue) }.joined(separator: ",")
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT uuid FROM mailbox JOIN account ON account.id = mailbox.account WHERE state IN (\(codes))"
        )
        var owners: Set<EntryUUID> = []
        while let row = try rows.next() {
            if let uuid = EntryUUID(data: row[0]) { owners.insert(uuid) }
        }
        return owners
    }

    /// How many mailboxes are in each state.
    public func mailboxCounts() throws -> [MailboxRow.State: Int] {
        let rows = try Row.fetchAll(database, sql: "SELECT state, count(*) FROM mailbox GROUP BY state")
        return Dictionary(
            uniqueKeysWithValues: rows.compactMap { row in MailboxRow.State(rawValue: row[0]).map { ($0, row[1]) } }
        )
    }

    /// Archives whose retention is over.
    public func purgeDue(at now: Timestamp, limit: Int) throws -> [Int64] {
        try Int64.fetchAll(
            database,
            sql: "SELECT account FROM mailbox WHERE purge_due <= ? ORDER BY purge_due LIMIT ?",
            arguments: [now.microseconds, limit]
        )
    }
}

extension StateWriter {
    /// Writes down what the mail store was brought to.
    public func save(_ mailbox: MailboxRow) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO mailbox(account, state, names, quota, changed, purge_due, sessions_revoked)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT(account) DO UPDATE SET state = excluded.state, names = excluded.names,
                    quota = excluded.quota, changed = excluded.changed, purge_due = excluded.purge_due,
                    sessions_revoked = excluded.sessions_revoked
                """
        )
        try statement.execute(arguments: [
            mailbox.account, mailbox.state.rawValue, mailbox.names.column ?? "", mailbox.quota,
            mailbox.changed.microseconds, mailbox.purgeDue?.microseconds, mailbox.sessionsRevoked?.microseconds,
        ])
    }

    /// Forgets a mailbox that was found not to exist, so that it is made again.
    public func forgetMailbox(account: Int64) throws {
        try database.execute(sql: "DELETE FROM mailbox WHERE account = ?", arguments: [account])
    }
}

extension MailboxRow {
    fileprivate init(row: Row) {
        self.init(
            account: row[0],
            state: State(rawValue: row[1]) ?? .open,
            names: [MailAddress](column: row[2]),
            quota: row[3],
            changed: Timestamp(microseconds: row[4]),
            purgeDue: (row[5] as Int64?).map(Timestamp.init(microseconds:)),
            sessionsRevoked: (row[6] as Int64?).map(Timestamp.init(microseconds:))
        )
    }
}
