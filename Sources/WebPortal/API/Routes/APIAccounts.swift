internal import DirectoryModel
internal import Hummingbird
internal import LDAPClient
internal import LDAPDirectory
internal import Reports
internal import WorkerAPI

/// Accounts. The worker knows which there are and in what order; what is told of them the directory says, each time, with the
/// program's own rights. They are written by SCIM.
struct APIAccounts: Sendable {
    let workers: APIWorkers
    let desk: Desk

    static let usualLimit = 50
    static let largestLimit = 200

    var operations: [APIOperation] {
        [
            APIOperation(
                "accounts",
                ["service", "tenant", "status", "secondFactor", "changedSince", "after", "limit"]
            ) { try await list($0) },
            APIOperation("accounts/:key") { try await one($0) },
        ]
    }

    // MARK: A page

    private func list(_ call: APICall) async throws -> Response {
        let selection = try call.selection()
        var query = AccountQuery(service: selection.service, tenant: selection.tenant, within: selection.within)
        query.status = try call.query.choice("status", of: AccountStatus.self)
        query.secondFactor = try call.query.flag("secondFactor")
        query.changedSince = try call.query.time("changedSince")
        query.after = try call.query.cursor().map { try ListCursor(reading: $0).single }
        query.limit = try call.query.limit(Self.usualLimit, atMost: Self.largestLimit)
        let asked = query
        let page = try await workers.first { try await $0.accounts(asked) }
        let known = try await desk.acting(as: call.client) { try await read(page.accounts, call.scope, $0) }
        return try call.page(
            page.accounts.compactMap { known[$0.uuid.lowercased()] },
            next: page.next.map { ListCursor([$0]).text },
            total: page.total
        )
    }

    /// The entries of a page, by entryUUID: one search in each of the program's scopes that has any of them.
    private func read(
        _ items: [AccountList.Item],
        _ scope: APIScope,
        _ connection: LDAPConnection
    ) async throws -> [String: APIAccount] {
        let places = Dictionary(grouping: items) { item in
            scope.scopes.first { $0.holds(service: item.service, tenant: item.tenant) }
        }
        var accounts: [String: APIAccount] = [:]
        for (place, items) in places {
            guard let place else { continue }
            let search = LDAPSearch(
                base: place.entry(in: scope.suffix),
                filter: .and([APIAccount.filter, .or(items.map { .equal("entryUUID", $0.uuid) })]),
                attributes: APIAccount.attributes
            )
            for entry in try await connection.entries(search) where scope.sees(entry.dn) {
                let account = try APIAccount(entry, in: scope.suffix)
                accounts[account.uuid.lowercased()] = account
            }
        }
        return accounts
    }

    // MARK: One

    private func one(_ call: APICall) async throws -> Response {
        let key = try call.part("key")
        let filter: LDAPFilter
        if let uuid = EntryUUID(key) {
            filter = .equal("entryUUID", uuid.description)
        } else if let address = MailAddress(key) {
            filter = .or([.equal("mail", address.text), .equal("mailLocalAddress", address.text)])
        } else {
            throw APIProblem.notFound
        }
        guard let name = try await place(of: filter), call.scope.sees(name.description) else {
            throw APIProblem.notFound
        }
        let entry = try await desk.acting(as: call.client) {
            try await $0.entry(name, attributes: APIAccount.attributes, filter: APIAccount.filter)
        }
        guard let entry else { throw APIProblem.notFound }
        return try call.answer(try APIAccount(entry, in: call.scope.suffix))
    }

    /// Where the account stands.
    private func place(of filter: LDAPFilter) async throws -> DistinguishedName? {
        let search = LDAPSearch(
            base: desk.configuration.suffix.child("ou", "services"),
            filter: .and([APIAccount.filter, filter]),
            attributes: [.noAttributes]
        )
        return try await desk.clients.looking { try await $0.entries(search).first?.distinguishedName() }
    }
}

extension ListCursor {
    /// The only key of a cursor that wraps another's. Throws ``APIProblem`` when there is none.
    var single: String {
        get throws {
            guard keys.count == 1 else {
                throw APIProblem(.badCursor, "this is no cursor of this list: start without one")
            }
            return keys[0]
        }
    }
}
