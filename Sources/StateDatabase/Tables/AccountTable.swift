public import DirectoryModel
internal import Foundation
internal import GRDB

/// The last good state of an account, and where it stands.
public struct AccountRow: Sendable, Hashable {
    /// Its row; 0 before it has one.
    public var id: Int64
    /// The account.
    public var account: Account
    /// The node right above it.
    public var node: Int64
    /// What it is counted under: a tenant within a service.
    public var scope: Int64
    /// The RDN when it is not `mail=<address>`.
    public var name: String?
    /// When it left the directory; `nil` while it is there.
    public var removed: Timestamp?
    /// Whether the quota is the entry's own; otherwise it is the service's default and moves with it.
    public var hasOwnQuota: Bool

    /// Puts a row together.
    public init(
        id: Int64 = 0,
        account: Account,
        node: Int64,
        scope: Int64,
        name: String? = nil,
        removed: Timestamp? = nil,
        hasOwnQuota: Bool = true
    ) {
        self.id = id
        self.account = account
        self.node = node
        self.scope = scope
        self.name = name
        self.removed = removed
        self.hasOwnQuota = hasOwnQuota
    }
}

extension StateReader {
    private static let columns = """
        id, uuid, csn_time, csn_order, node, scope, name, address, aliases, mail_host, status, quota, registered,
        second_factor, removed, own_quota, sessions_revoked
        """

    static let columnCount = 17

    /// The same of a table that is joined with others.
    static func columns(of table: String) -> String {
        columns.split(separator: ",").map { "\(table).\($0.trimmingPrefix(while: \.isWhitespace))" }.joined(
            separator: ", "
        )
    }

    /// The row of an entry, removed ones included.
    public func account(_ uuid: EntryUUID) throws -> AccountRow? {
        let statement = try database.cachedStatement(sql: "SELECT \(Self.columns) FROM account WHERE uuid = ?")
        return try Row.fetchOne(statement, arguments: [uuid.data]).map(AccountRow.init(row:))
    }

    /// The row with this number.
    public func account(id: Int64) throws -> AccountRow? {
        let statement = try database.cachedStatement(sql: "SELECT \(Self.columns) FROM account WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [id]).map(AccountRow.init(row:))
    }

    /// The account in the directory whose primary address this is.
    public func account(address: MailAddress) throws -> AccountRow? {
        try Row.fetchOne(
            database,
            sql: "SELECT \(Self.columns) FROM account WHERE address = ? AND removed IS NULL",
            arguments: [address.text]
        ).map(AccountRow.init(row:))
    }

    /// The accounts right below a node that are in the directory.
    public func accounts(below node: Int64) throws -> [AccountRow] {
        try Row.fetchAll(
            database,
            sql: "SELECT \(Self.columns) FROM account WHERE node = ? AND removed IS NULL ORDER BY id",
            arguments: [node]
        ).map(AccountRow.init(row:))
    }

    /// Whether any account row refers to a node.
    public func hasAccounts(below node: Int64) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS(SELECT 1 FROM account WHERE node = ?1) OR EXISTS(SELECT 1 FROM quarantine WHERE node = ?1)
                """,
            arguments: [node]
        ) ?? false
    }

    /// Hands every account in the directory to `body`, without holding them all at once.
    public func forEachAccount(_ body: (AccountRow) throws -> Void) throws {
        let rows = try Row.fetchCursor(database, sql: "SELECT \(Self.columns) FROM account WHERE removed IS NULL")
        while let row = try rows.next() { try body(AccountRow(row: row)) }
    }

    /// The versions last seen of all entries that are accounts, the quarantined ones as they were last seen.
    public func forEachAccountVersion(_ body: (EntryUUID, EntryCSN) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT uuid, csn_time, csn_order FROM account
                WHERE removed IS NULL AND uuid NOT IN (SELECT uuid FROM quarantine)
                UNION ALL SELECT uuid, csn_time, csn_order FROM quarantine
                """
        )
        while let row = try rows.next() {
            guard let uuid = EntryUUID(data: row[0]), let csn = EntryCSN(time: row[1], order: row[2]) else { continue }
            try body(uuid, csn)
        }
    }

    /// The accounts that hold one of these addresses, as primary or as alias, but `other`; closed ones hold none.
    public func owners(of addresses: [MailAddress], besides other: EntryUUID) throws -> [MailAddress: [EntryUUID]] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT uuid FROM account WHERE address = ?1 AND removed IS NULL AND status != 3 AND uuid != ?2
                UNION ALL SELECT uuid FROM alias JOIN account ON account.id = alias.account
                WHERE alias.address = ?1 AND removed IS NULL AND status != 3 AND uuid != ?2
                """
        )
        var owners: [MailAddress: [EntryUUID]] = [:]
        for address in addresses {
            let found = try Data.fetchAll(statement, arguments: [address.text, other.data])
            if !found.isEmpty { owners[address] = found.compactMap { EntryUUID(data: $0) } }
        }
        return owners
    }

    /// Addresses that stand in more than one place, so that more than one account may hold them (closed ones do not); only
    /// a first load, which looks nothing up, can leave such behind. Asked of the indexes alone, in their order: sorting
    /// all addresses once more would take a tenth of the load.
    public func sharedAddresses() throws -> [MailAddress] {
        try String.fetchAll(
            database,
            sql: """
                SELECT address FROM account GROUP BY address HAVING count(*) > 1
                UNION SELECT address FROM alias GROUP BY address HAVING count(*) > 1
                UNION SELECT address FROM alias WHERE EXISTS (SELECT 1 FROM account WHERE account.address = alias.address)
                """
        ).map(MailAddress.init(trusted:))
    }

    /// The earlier rows of entries that have more than one.
    func doubledAccounts() throws -> [AccountRow] {
        try Row.fetchAll(
            database,
            sql: "SELECT \(Self.columns) FROM account WHERE id NOT IN (SELECT max(id) FROM account GROUP BY uuid)"
        ).map(AccountRow.init(row:))
    }

    /// All accounts that hold an address; closed ones hold none.
    public func holders(of address: MailAddress) throws -> [AccountRow] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT \(Self.columns) FROM account WHERE removed IS NULL AND status != 3 AND
                    (address = ?1 OR id IN (SELECT account FROM alias WHERE address = ?1))
                """,
            arguments: [address.text]
        ).map(AccountRow.init(row:))
    }
}

extension StateWriter {
    /// Adds an account and answers the number of its row. A first load leaves the aliases for ``fillAliases()``.
    public func insert(_ row: AccountRow, withAliases: Bool = true) throws -> Int64 {
        var statement = try BoundStatement(
            database,
            sql: """
                INSERT INTO account(uuid, csn_time, csn_order, node, scope, name, address, aliases, mail_host, status, quota,
                    registered, second_factor, removed, own_quota, sessions_revoked)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        row.bind(to: &statement)
        try statement.run()
        let id = database.lastInsertedRowID
        if withAliases { try insertAliases(row.heldAliases, account: id) }
        return id
    }

    /// Writes an account's row as it is now; `previous` tells which aliases it had.
    public func update(_ row: AccountRow, previous: AccountRow) throws {
        var statement = try BoundStatement(
            database,
            sql: """
                UPDATE account SET uuid = ?, csn_time = ?, csn_order = ?, node = ?, scope = ?, name = ?, address = ?, aliases = ?,
                    mail_host = ?, status = ?, quota = ?, registered = ?, second_factor = ?, removed = ?, own_quota = ?,
                    sessions_revoked = ?
                WHERE id = ?
                """
        )
        row.bind(to: &statement)
        statement.bind(row.id)
        try statement.run()
        let (had, has) = (previous.heldAliases, row.heldAliases)
        guard had != has else { return }
        try database.execute(sql: "DELETE FROM alias WHERE account = ?", arguments: [row.id])
        try insertAliases(has, account: row.id)
    }

    /// Fills the alias table from the accounts' rows, in its own order: one by one as they come, a first load would write
    /// most of its pages anew with each transaction.
    func fillAliases() throws {
        var aliases: [(address: MailAddress, account: Int64)] = []
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT id, aliases FROM account WHERE aliases IS NOT NULL AND removed IS NULL AND status != 3"
        )
        while let row = try rows.next() {
            let account: Int64 = row[0]
            for address in [MailAddress](column: row[1]) { aliases.append((address, account)) }
        }
        aliases.sort { $0 < $1 }
        for alias in aliases { try insertAliases([alias.address], account: alias.account) }
    }

    /// Removes an account's row and all that hangs on it.
    public func deleteAccount(id: Int64) throws {
        for table in ["alias", "mailbox", "work", "suspect"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE account = ?", arguments: [id])
        }
        try database.execute(sql: "DELETE FROM account WHERE id = ?", arguments: [id])
    }

    /// Moves the accounts below one node to another, when the two turn out to be one entry.
    public func moveAccounts(from node: Int64, to other: Int64) throws {
        for table in ["account", "quarantine"] {
            try database.execute(sql: "UPDATE \(table) SET node = ? WHERE node = ?", arguments: [other, node])
        }
    }

    private func insertAliases(_ aliases: [MailAddress], account: Int64) throws {
        guard !aliases.isEmpty else { return }
        for alias in aliases {
            var statement = try BoundStatement(
                database,
                sql: "INSERT OR IGNORE INTO alias(address, account) VALUES (?, ?)"
            )
            statement.bind(alias.text)
            statement.bind(account)
            try statement.run()
        }
    }
}

extension AccountRow {
    /// A removed or closed account holds its addresses no longer.
    fileprivate var heldAliases: [MailAddress] { removed == nil && account.status != .closed ? account.aliases : [] }

    /// In the order of the columns but for the number.
    fileprivate func bind(to statement: inout BoundStatement) {
        statement.bind(account.uuid)
        statement.bind(account.csn.time.microseconds)
        statement.bind(account.csn.databaseOrder)
        statement.bind(node)
        statement.bind(scope)
        statement.bind(name)
        statement.bind(account.address.text)
        statement.bind(account.aliases.column)
        statement.bind(account.mailHost)
        statement.bind(account.status.code)
        statement.bind(account.quota)
        statement.bind(account.registered?.microseconds)
        statement.bind(account.secondFactorSince?.microseconds)
        statement.bind(removed?.microseconds)
        statement.bind(hasOwnQuota)
        statement.bind(account.sessionsRevoked?.microseconds)
    }

    init(row: Row) {
        let time: Int64 = row[2]
        let order: Int64 = row[3]
        self.init(
            id: row[0],
            account: Account(
                uuid: EntryUUID(data: row[1]) ?? EntryUUID(high: 0, low: 0),
                csn: EntryCSN(time: Timestamp(microseconds: time), order: UInt64(order)),
                address: MailAddress(trusted: row[7]),
                aliases: [MailAddress](column: row[8]),
                mailHost: row[9],
                status: AccountStatus(code: row[10]),
                quota: row[11],
                registered: (row[12] as Int64?).map(Timestamp.init(microseconds:)),
                secondFactorSince: (row[13] as Int64?).map(Timestamp.init(microseconds:)),
                sessionsRevoked: (row[16] as Int64?).map(Timestamp.init(microseconds:))
            ),
            node: row[4],
            scope: row[5],
            name: row[6],
            removed: (row[14] as Int64?).map(Timestamp.init(microseconds:)),
            hasOwnQuota: row[15]
        )
    }
}
