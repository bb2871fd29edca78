internal import DirectoryModel
internal import HTTPTypes
internal import LDAPClient
internal import LDAPDirectory
internal import WorkerAPI

/// Pages of users.
///
/// What the worker can list, it lists: all accounts of a scope, or those in one status, whatever their number. Everything else the
/// directory finds, up to a number of matches that can be put in order here.
struct UserList: Sendable {
    let users: UserDirectory
    let worker: WorkerAPIClient?

    /// The most matches that are put in order; more are asked for by a narrower filter.
    static let mostMatches = 10_000

    /// A page and how many users there are on all pages.
    func page(_ query: SCIMQuery) async throws -> (users: [SCIMUser], total: Int) {
        if let worker, query.sortBy == nil, let statuses = Self.statuses(query.filter) {
            return try await page(query, statuses, worker)
        }
        let matches = try await self.matches(query)
        let first = query.startIndex - 1
        let chosen = first < matches.count ? matches[first..<min(first + query.count, matches.count)] : []
        return (try await users.users(Array(chosen)), matches.count)
    }

    // MARK: - By the worker

    /// The statuses a filter is about, if it is about nothing else.
    private static func statuses(_ filter: SCIMFilter?) -> [AccountStatus]? {
        switch filter {
        case nil: return [.uploaded, .active, .blocked]
        case .compare(let path, .eq, .bool(let active)) where path.text == "active":
            return active ? [.active] : [.uploaded, .blocked]
        case .compare(let path, .eq, .string(let status)) where path.text == "\(UserSchema.account.id):status":
            return AccountStatus(rawValue: status.lowercased()).map { $0 == .closed ? [] : [$0] }
        default: return nil
        }
    }

    /// Scope by scope and status by status, each in the order of addresses: a page may lie across some of them.
    private func page(
        _ query: SCIMQuery,
        _ statuses: [AccountStatus],
        _ worker: WorkerAPIClient
    ) async throws -> (users: [SCIMUser], total: Int) {
        var skip = query.startIndex - 1
        var total = 0
        var ids: [EntryUUID] = []
        for scope in outermostScopes {
            for status in statuses {
                let wanted = query.count - ids.count
                let list = try await worker.accounts(
                    AccountQuery(
                        service: scope.service,
                        tenant: scope.tenant,
                        status: status,
                        skip: skip,
                        limit: max(1, wanted)
                    )
                )
                total += list.total
                if wanted > 0 { ids += list.accounts.prefix(wanted).compactMap { EntryUUID($0.uuid) } }
                skip = max(0, skip - list.total)
            }
        }
        return (try await users.users(ids), total)
    }

    /// Without those that lie in another one.
    private var outermostScopes: [ClientScope] {
        let scopes = users.client.scopes
        return
            scopes
            .filter { scope in
                scope.tenant == nil || !scopes.contains { $0.tenant == nil && $0.service == scope.service }
            }
            .sorted { ($0.service, $0.tenant ?? "") < ($1.service, $1.tenant ?? "") }
    }

    // MARK: - By the directory

    private func matches(_ query: SCIMQuery) async throws -> [EntryUUID] {
        let key = try query.sortBy.map { path in
            guard let attribute = UserFilter.sortAttribute(path) else {
                throw SCIMError.badPath("users cannot be put in order by \(path.text)")
            }
            return attribute
        }
        let filter = try query.filter.map { try UserFilter.directoryFilter($0) }
        var rows: [Row] = []
        for scope in outermostScopes {
            rows += try await self.rows(
                below: scope.entry(in: users.suffix),
                .and([UserAttributes.isThere] + (filter.map { [$0] } ?? [])),
                sortedBy: key ?? UserAttributes.mail,
                room: Self.mostMatches - rows.count
            )
        }
        rows.sort()
        return query.isDescending ? rows.reversed().map(\.id) : rows.map(\.id)
    }

    private struct Row: Comparable {
        let key: String
        let address: String
        let id: EntryUUID

        static func < (left: Row, right: Row) -> Bool { (left.key, left.address) < (right.key, right.address) }
    }

    private func rows(
        below base: DistinguishedName,
        _ filter: LDAPFilter,
        sortedBy key: AttributeName,
        room: Int
    ) async throws -> [Row] {
        var rows: [Row] = []
        var cookie: [UInt8]? = []
        do {
            while let current = cookie {
                let search = LDAPSearch(
                    base: base,
                    filter: filter,
                    attributes: [UserAttributes.uuid, UserAttributes.mail, key],
                    timeLimit: .seconds(20),
                    references: .ignore,
                    controls: [.pagedResults(size: 1000, cookie: current)]
                )
                let results = try await users.connection.search(search)
                for try await entry in results { if let row = Self.row(entry, key) { rows.append(row) } }
                guard rows.count <= room else { throw Self.tooMany }
                cookie = try results.response?.nextPageCookie()
            }
        } catch let error as LDAPError where Self.meansTooMany.contains(error.code) {
            throw Self.tooMany
        } catch let error as LDAPError where error.code == .noSuchObject {
            return []
        }
        return rows
    }

    private static let meansTooMany: [LDAPResultCode] = [.sizeLimitExceeded, .timeLimitExceeded, .adminLimitExceeded]
    private static let tooMany = SCIMError(
        .badRequest,
        .tooMany,
        "more than \(mostMatches) users match, or looking for them takes too long: narrow the filter"
    )

    private static func row(_ entry: LDAPEntry, _ key: AttributeName) -> Row? {
        guard let id = entry.string(of: UserAttributes.uuid).flatMap({ EntryUUID($0) }) else { return nil }
        let text = entry.string(of: key)?.lowercased() ?? ""
        // Numbers in the order of numbers.
        let padded = Int64(text).map { _ in String(repeating: "0", count: max(0, 20 - text.count)) + text } ?? text
        return Row(key: padded, address: entry.string(of: UserAttributes.mail)?.lowercased() ?? "", id: id)
    }
}
