internal import DirectoryModel
internal import GRDB

extension StateReader {
    /// One page of the accounts that are in the directory; needs ``StateDatabase/prepareListing()``.
    ///
    /// - Parameters:
    ///   - cursor: where the page before ended; it has to be of the same order, or it is as if there were none.
    ///   - skip: how many are left out from there on. Skipping many costs more than a cursor does.
    public func accounts(
        _ filter: AccountFilter,
        order: AccountOrder = .address,
        after cursor: AccountCursor? = nil,
        skip: Int = 0,
        limit: Int
    ) throws -> AccountListing {
        let total = try total(filter)
        guard total > 0, limit > 0 else { return AccountListing(items: [], next: nil, total: total) }
        let scopes = filter.namesTenants ? try scopes(filter) : nil
        var page = ListingPage(filter, order: order, onlyScope: scopes?.count == 1 ? scopes?.first : nil)
        page.begin(after: cursor)
        let rows = try Row.fetchAll(
            database,
            sql: page.sql,
            arguments: StatementArguments(page.arguments + [limit + 1, skip])
        )
        let items = try rows.prefix(limit).map { try AccountListing.Item(row: $0) }
        let next = rows.count > limit ? items.last.map { AccountCursor(behind: $0.row, in: order) } : nil
        return AccountListing(items: items, next: next, total: total)
    }

    private func total(_ filter: AccountFilter) throws -> Int {
        if filter.changedSince != nil {
            let page = ListingPage(filter, order: .changed, onlyScope: nil)
            return try Int.fetchOne(database, sql: page.count, arguments: StatementArguments(page.arguments)) ?? 0
        }
        let tally = TallyCondition(filter)
        let sql = "SELECT coalesce(sum(accounts), 0) FROM tally WHERE \(tally.sql)"
        return try Int.fetchOne(database, sql: sql, arguments: StatementArguments(tally.arguments)) ?? 0
    }

    /// The scopes in which there is anything to list.
    private func scopes(_ filter: AccountFilter) throws -> [Int64] {
        let tally = TallyCondition(filter)
        return try Int64.fetchAll(
            database,
            sql: "SELECT DISTINCT scope FROM tally WHERE accounts > 0 AND \(tally.sql)",
            arguments: StatementArguments(tally.arguments)
        )
    }
}

extension AccountCursor {
    fileprivate init(behind row: AccountRow, in order: AccountOrder) {
        self =
            switch order {
            case .address: .address(row.account.address.text, id: row.id)
            case .changed: .changed(row.account.csn.time, id: row.id)
            }
    }
}

extension AccountListing.Item {
    /// The account's columns, then service, tenant and the DN of the entry above.
    fileprivate init(row: Row) throws {
        let account = AccountRow(row: row)
        let count = StateReader.columnCount
        let above: String? = row[count + 2]
        self.init(
            row: account,
            scope: Scope(service: row[count], tenant: row[count + 1]),
            dn: above.map { "\(account.name ?? "mail=\(account.account.address)"),\($0)" }
        )
    }
}
