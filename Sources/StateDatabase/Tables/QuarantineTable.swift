public import DirectoryModel
internal import Foundation
internal import GRDB

/// An entry that breaks a rule, as it is now; its last good state, if it had one, stays in the account table.
public struct QuarantinedEntry: Sendable, Hashable {
    /// Who it is.
    public var uuid: EntryUUID
    /// The version that is wrong.
    public var csn: EntryCSN
    /// Where it stands, for people.
    public var dn: String
    /// The node right above it.
    public var node: Int64
    /// Since when it is wrong.
    public var since: Timestamp
    /// What is wrong.
    public var violations: [Violation]
    /// What the entry says now, to be judged again when what it depends on has changed.
    public var observed: ObservedAccount

    /// Puts an entry together.
    public init(
        uuid: EntryUUID,
        csn: EntryCSN,
        dn: String,
        node: Int64,
        since: Timestamp,
        violations: [Violation],
        observed: ObservedAccount
    ) {
        self.uuid = uuid
        self.csn = csn
        self.dn = dn
        self.node = node
        self.since = since
        self.violations = violations
        self.observed = observed
    }
}

extension StateReader {
    private static let columns = "uuid, csn_time, csn_order, dn, node, since, violations, observed"

    /// All quarantined entries, the oldest first.
    public func quarantine() throws -> [QuarantinedEntry] {
        try Row.fetchAll(database, sql: "SELECT \(Self.columns) FROM quarantine ORDER BY since, dn").map(
            QuarantinedEntry.init(row:)
        )
    }

    /// Which entries are quarantined and where they stand, the oldest first: enough to choose some of very many.
    public func quarantinedNames() throws -> [(uuid: EntryUUID, dn: String)] {
        try Row.fetchAll(database, sql: "SELECT uuid, dn FROM quarantine ORDER BY since, dn").compactMap { row in
            EntryUUID(data: row[0]).map { ($0, row[1]) }
        }
    }

    /// How many entries are quarantined.
    public func quarantineCount() throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM quarantine") ?? 0
    }

    /// The quarantined entry of this identity.
    public func quarantined(_ uuid: EntryUUID) throws -> QuarantinedEntry? {
        let statement = try database.cachedStatement(sql: "SELECT \(Self.columns) FROM quarantine WHERE uuid = ?")
        return try Row.fetchOne(statement, arguments: [uuid.data]).map(QuarantinedEntry.init(row:))
    }
}

extension StateWriter {
    /// Puts an entry into quarantine, or writes down what is wrong with it now.
    public func save(_ entry: QuarantinedEntry) throws {
        let encoder = JSONEncoder()
        try database.execute(
            sql: """
                INSERT INTO quarantine(uuid, csn_time, csn_order, dn, node, since, violations, observed, address)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT(uuid) DO UPDATE SET csn_time = excluded.csn_time, csn_order = excluded.csn_order,
                    dn = excluded.dn, node = excluded.node, violations = excluded.violations,
                    observed = excluded.observed, address = excluded.address
                """,
            arguments: [
                entry.uuid.data, entry.csn.time.microseconds, entry.csn.databaseOrder, entry.dn, entry.node,
                entry.since.microseconds, String(decoding: try encoder.encode(entry.violations), as: UTF8.self),
                String(decoding: try encoder.encode(entry.observed), as: UTF8.self), entry.observed.address?.text,
            ]
        )
    }

    /// Lets an entry out; answers whether it was in.
    @discardableResult
    public func releaseFromQuarantine(_ uuid: EntryUUID) throws -> Bool {
        let statement = try database.cachedStatement(sql: "DELETE FROM quarantine WHERE uuid = ?")
        try statement.execute(arguments: [uuid.data])
        return database.changesCount > 0
    }
}

extension QuarantinedEntry {
    fileprivate init(row: Row) throws {
        let decoder = JSONDecoder()
        let violations: String = row[6]
        let observed: String = row[7]
        self.init(
            uuid: EntryUUID(data: row[0]) ?? EntryUUID(high: 0, low: 0),
            csn: EntryCSN(time: Timestamp(microseconds: row[1]), order: UInt64(row[2] as Int64)),
            dn: row[3],
            node: row[4],
            since: Timestamp(microseconds: row[5]),
            violations: try decoder.decode([Violation].self, from: Data(violations.utf8)),
            observed: try decoder.decode(ObservedAccount.self, from: Data(observed.utf8))
        )
    }
}
