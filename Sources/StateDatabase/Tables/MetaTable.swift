public import DirectoryModel
internal import GRDB

/// The single values the state remembers.
public enum StateKey: String, Sendable, CaseIterable {
    /// The directory's suffix this state was made from.
    case suffix
    /// When the baseline of the ledger was taken: the end of the first complete load.
    case ledgerStart = "ledger_start"
    /// A random name of this ledger, so that a feed cursor of another one is refused.
    case ledgerName = "ledger_name"
    /// The last moment at which the projection was known to be complete and current.
    case lastInSync = "last_in_sync"
    /// When the last audit ended.
    case lastAudit = "last_audit"
    /// What it found, as JSON.
    case lastAuditResult = "last_audit_result"
}

extension StateReader {
    /// The text of a single value.
    public func text(_ key: StateKey) throws -> String? {
        try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key.rawValue])
    }

    /// The time of a single value.
    public func time(_ key: StateKey) throws -> Timestamp? {
        try Int64.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key.rawValue])
            .map(Timestamp.init(microseconds:))
    }

    /// How far each server has been followed.
    public func cookie() throws -> CookieVector {
        let rows = try Row.fetchAll(database, sql: "SELECT server, csn FROM cookie")
        return CookieVector(csns: Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as Int, $0[1] as String) }))
    }
}

extension StateWriter {
    /// Remembers a text.
    public func set(_ key: StateKey, to text: String) throws {
        try database.execute(
            sql: "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
            arguments: [key.rawValue, text]
        )
    }

    /// Remembers a time.
    public func set(_ key: StateKey, to time: Timestamp) throws {
        try database.execute(
            sql: "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
            arguments: [key.rawValue, time.microseconds]
        )
    }

    /// Moves the cookie forward; it never goes back for any server.
    public func merge(cookie: CookieVector) throws {
        for (server, csn) in cookie.csns {
            try database.execute(
                sql: """
                    INSERT INTO cookie(server, csn) VALUES (?, ?)
                    ON CONFLICT(server) DO UPDATE SET csn = excluded.csn WHERE excluded.csn > csn
                    """,
                arguments: [server, csn]
            )
        }
    }

    /// Forgets the cookie, so that the next session compares everything: after a provider lost state.
    public func forgetCookie() throws {
        try database.execute(sql: "DELETE FROM cookie")
    }
}
