public import DirectoryModel
import Foundation
public import StateDatabase

/// One change, as programs read it.
public struct FeedEvent: Sendable, Hashable, Codable {
    /// When the directory committed it, or when a removal was learnt of.
    @CodedTime public var time: Timestamp
    /// When it was recorded: the feed is in this order, so that a late change is not missed.
    @CodedTime public var recorded: Timestamp
    /// What happened: created, removed, movedIn, movedOut, changed, tenantAdded, tenantRemoved, administratorsChanged.
    public let event: String
    /// The entryUUID of the account or tenant.
    public let subject: String
    /// The service it counts for.
    public let service: String
    /// The tenant it counts for; empty for an account right below the service.
    public let tenant: String
    /// The other side of a move.
    public let peer: Scope?
    /// What it does to the tenant's counts; what is not moved is 0.
    public let counts: FeedCounts
    /// What changed, as it was recorded.
    public let detail: JSONValue?

    /// `reader`: what whoever reads it may know. Of a move from or to elsewhere they are told that it was one; the detail
    /// would tell of the address there.
    init(_ recorded: RecordedRow, scopes: [Int64: Scope], reader: ReportSelection) throws {
        let row = recorded.row
        guard let scope = scopes[row.scope] else { throw ReportError.strayScope(row.scope) }
        event = row.event.name
        subject = row.subject.description
        service = scope.service
        tenant = scope.tenant
        peer = row.peer.flatMap { scopes[$0] }.flatMap { reader.covers($0) ? $0 : nil }
        counts = FeedCounts(row.counts)
        let isWhole = row.peer == nil || peer != nil
        detail = try row.detail.flatMap {
            isWhole ? try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) : nil
        }
        _time = CodedTime(wrappedValue: row.time)
        _recorded = CodedTime(wrappedValue: recorded.recorded)
    }
}

/// What one change does to the counts of its tenant: mostly −1, 0 or 1.
public struct FeedCounts: Sendable, Hashable, Codable {
    /// Tenants of the service.
    public let tenants: Int
    /// Accounts.
    public let accounts: Int
    /// Registered accounts.
    public let registered: Int
    /// Blocked accounts.
    public let blocked: Int
    /// Accounts with an active second factor.
    public let twoFactor: Int
    /// Administrators.
    public let administrators: Int

    init(_ counts: Counts) {
        tenants = counts.tenants
        accounts = counts.accounts
        registered = counts.registered
        blocked = counts.blocked
        twoFactor = counts.secondFactor
        administrators = counts.administrators
    }
}

/// A page of the change feed: everything that was recorded after a cursor, in the order of recording.
///
/// A reader starts without a cursor, applies the events and keeps `next`; the same cursor gives the same events again, for
/// as long as the state file lives. A cursor of a former state file is refused, for its changes cannot be continued here.
public struct ChangeFeed: Sendable, Hashable, Codable {
    /// The events.
    public let events: [FeedEvent]
    /// Where to go on; also when there were no events.
    public let next: String
    /// Whether more events are waiting already.
    public let more: Bool

    /// The most events a page holds.
    public static let largestLimit = 10_000

    /// How many rows are looked at for one page: for a reader of little the answer is then short, not late.
    private static let patience = 200_000

    /// Reads a page of at most `limit` events, which is kept between 1 and ``largestLimit``; only of what lies `within` these
    /// places, when there are any. Cursors are the same for all readers.
    ///
    /// Throws ``ReportError``: `noLedger`, `badCursor`.
    public init(
        reading reader: StateReader,
        after cursor: String? = nil,
        limit: Int = 1_000,
        within: [ReportPlace]? = nil
    ) throws {
        guard let name = try reader.text(.ledgerName) else { throw ReportError.noLedger }
        let position = try cursor.map { try FeedCursor($0, ledger: name) } ?? FeedCursor(ledger: name, sequence: 0)
        let last = try reader.lastLedgerSequence()
        guard position.sequence <= last else {
            throw ReportError(
                .badCursor,
                "this cursor is ahead of the ledger: the state file was put back from an older copy"
            )
        }
        let selection = ReportSelection(within: within)
        let scopes = Dictionary(uniqueKeysWithValues: try reader.scopes().map { ($0.id, $0.scope) })
        let (rows, reached) = try Self.rows(reader, after: position.sequence, limit: limit) { row in
            guard let scope = scopes[row.scope] else { throw ReportError.strayScope(row.scope) }
            return selection.covers(scope)
        }
        events = try rows.map { try FeedEvent($0, scopes: scopes, reader: selection) }
        next = FeedCursor(ledger: name, sequence: reached).text
        more = reached < last
    }

    /// The rows that are wanted, and the last one that was looked at.
    private static func rows(
        _ reader: StateReader,
        after sequence: Int64,
        limit: Int,
        where isWanted: (LedgerRow) throws -> Bool
    ) throws -> (rows: [RecordedRow], reached: Int64) {
        let limit = min(max(limit, 1), largestLimit)
        let chunk = max(limit, 1_000)
        var (wanted, reached, looked) = ([RecordedRow](), sequence, 0)
        while wanted.count < limit, looked < patience {
            let rows = try reader.ledgerRows(after: reached, limit: chunk)
            for row in rows where wanted.count < limit {
                if try isWanted(row.row) { wanted.append(row) }
                reached = row.sequence
            }
            looked += rows.count
            if rows.count < chunk { break }
        }
        return (wanted, reached)
    }
}
