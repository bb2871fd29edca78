internal import DirectoryModel
internal import Foundation
internal import Hummingbird
internal import Reports
internal import StateDatabase
internal import SyncEngine

extension APISurface {
    /// `GET /v1/accounts?service=&tenant=&status=&secondFactor=yes|no&changedSince=&sort=address|changed&after=&skip=&limit=&within=`:
    /// ``AccountList``.
    func addAccounts(to routes: RouterGroup<BasicRequestContext>) {
        routes.get("accounts") { request, _ in
            let ask = try AccountAsk(Query(request), zone: timeZone)
            let list = try await state.run { state in
                guard try state.read({ try $0.time(.ledgerStart) }) != nil else {
                    throw ProblemDetails(.noLedger, "the first load is not complete: ask again when /readyz says so")
                }
                try state.prepareListing()
                return try state.read { try ask.list(reading: $0) }
            }
            return try Response.json(list)
        }
    }
}

/// What a request for accounts says.
private struct AccountAsk: Sendable {
    private let filter: AccountFilter
    private let sort: AccountQuery.Sort
    private let cursor: AccountCursor?
    private let skip: Int
    private let limit: Int

    private enum YesOrNo: String, CaseIterable { case yes, no }

    init(_ query: Query, zone: TimeZone) throws {
        filter = AccountFilter(
            service: query.text("service"),
            tenant: query.text("tenant"),
            status: try query.choice("status", of: AccountStatus.self),
            hasSecondFactor: try query.choice("secondFactor", of: YesOrNo.self).map { $0 == .yes },
            changedSince: try query.text("changedSince").map { try ReportTime.parse($0, zone: zone) },
            within: try query.within()?.map { .init(service: $0.service, tenant: $0.tenant) }
        )
        let sort = try query.choice("sort", of: AccountQuery.Sort.self) ?? .address
        self.sort = sort
        cursor = try query.text("after").map { text in
            guard let cursor = AccountCursorText(text, sort: sort)?.cursor else {
                throw ProblemDetails(.badCursor, "after: not the \"next\" of a list sorted by \(sort.rawValue)")
            }
            return cursor
        }
        skip = try query.number("skip", in: 0...100_000_000) ?? 0
        limit = try query.number("limit", in: 1...AccountQuery.largestLimit) ?? 50
    }

    func list(reading reader: StateReader) throws -> AccountList {
        AccountList(
            try reader.accounts(
                filter,
                order: sort == .address ? .address : .changed,
                after: cursor,
                skip: skip,
                limit: limit
            )
        )
    }
}
