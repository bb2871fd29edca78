internal import DirectoryModel
internal import GRDB

/// The statement that reads a page: the index is named, since only then does the time not depend on SQLite's guesses about
/// how many rows a filter leaves.
struct ListingPage {
    private let order: AccountOrder
    private let index: String
    private var conditions = ["removed IS NULL"]
    private(set) var arguments: [(any DatabaseValueConvertible)?] = []

    init(_ filter: AccountFilter, order: AccountOrder, onlyScope: Int64?) {
        self.order = order
        if order == .changed {
            index = "listing_changed"
        } else {
            index = onlyScope == nil ? "listing_address" : "listing_scope"
        }
        if let onlyScope {
            add("scope = ?", onlyScope)
        } else {
            add(scopesOf: filter)
        }
        if let status = filter.status { add("status = ?", status.code) }
        if let has = filter.hasSecondFactor { conditions.append("second_factor IS \(has ? "NOT " : "")NULL") }
        if let since = filter.changedSince { add("csn_time > ?", since.microseconds) }
    }

    /// Begins behind an account instead of at the first one.
    mutating func begin(after cursor: AccountCursor?) {
        switch (cursor, order) {
        case (.address(let address, let id), .address):
            conditions.append("(address, id) > (?, ?)")
            arguments += [address, id]
        case (.changed(let time, let id), .changed):
            conditions.append("(csn_time, id) > (?, ?)")
            arguments += [time.microseconds, id]
        default: break
        }
    }

    private mutating func add(_ condition: String, _ value: any DatabaseValueConvertible) {
        conditions.append(condition)
        arguments.append(value)
    }

    private mutating func add(scopesOf filter: AccountFilter) {
        guard let wanted = ScopeCondition(filter) else { return }
        conditions.append("scope IN (SELECT id FROM scope WHERE \(wanted.sql))")
        arguments += wanted.arguments
    }

    private var condition: String { conditions.joined(separator: " AND ") }

    /// How many there are.
    var count: String { "SELECT count(*) FROM account INDEXED BY \(index) WHERE \(condition)" }

    /// The page; its length and how many to skip are bound last.
    var sql: String {
        let first = order == .address ? "address" : "csn_time"
        return """
            WITH page(listed) AS MATERIALIZED (
                SELECT id FROM account INDEXED BY \(index) WHERE \(condition) ORDER BY \(first), id LIMIT ? OFFSET ?)
            SELECT \(StateReader.columns(of: "account")), scope.service, scope.tenant, node.dn
            FROM page JOIN account ON account.id = listed JOIN scope ON scope.id = account.scope
                LEFT JOIN node ON node.id = account.node
            ORDER BY account.\(first), account.id
            """
    }
}

/// The rows of the tally that a filter is about; a time cannot be looked up there.
struct TallyCondition {
    let sql: String
    let arguments: [(any DatabaseValueConvertible)?]

    init(_ filter: AccountFilter) {
        var (conditions, values) = (["1"], [(any DatabaseValueConvertible)?]())
        func add(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            values.append(value)
        }
        if let wanted = ScopeCondition(filter) {
            conditions.append("scope IN (SELECT id FROM scope WHERE \(wanted.sql))")
            values += wanted.arguments
        }
        add("status = ?", filter.status?.code)
        add("second_factor = ?", filter.hasSecondFactor)
        sql = conditions.joined(separator: " AND ")
        arguments = values
    }
}
