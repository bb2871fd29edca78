internal import Foundation
internal import GRDB

/// The worker's state: one SQLite file in WAL mode, written by one process.
///
/// Writes are durable against a crash of the process. Against a crash of the machine the last transactions may be
/// missing (`synchronous = NORMAL`), but then the cookie is older too, for it moves in the same transactions as the data:
/// the directory sends the same changes again, and every step is idempotent. In exchange no change waits for a disk.
public final class StateDatabase: Sendable {
    private let pool: DatabasePool

    /// Where the file is.
    public let path: String

    /// Opens or makes the state file.
    ///
    /// Throws ``StateError`` for a file that is not SQLite, is damaged, or was written by another version.
    public init(path: String) throws {
        self.path = path
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            try pool.write { database in try Self.prepareTables(in: database, path: path) }
        } catch let error as GRDB.DatabaseError {
            throw StateError(error, path: path)
        }
    }

    /// Reads one consistent state of all tables.
    public func read<Value>(_ body: (StateReader) throws -> Value) throws -> Value {
        do {
            return try pool.read { try body(StateReader(database: $0)) }
        } catch let error as GRDB.DatabaseError {
            throw StateError(error, path: path)
        }
    }

    /// Runs a transaction: all of it holds, or nothing when the body throws.
    public func write<Value>(_ body: (StateWriter) throws -> Value) throws -> Value {
        do {
            return try pool.write { try body(StateWriter(database: $0)) }
        } catch let error as GRDB.DatabaseError {
            throw StateError(error, path: path)
        }
    }

    /// Copies the state as it is into a new file, for a run that must not touch this one.
    public func copy(to path: String) throws {
        do {
            let target = try DatabaseQueue(path: path)
            try pool.backup(to: target)
            try target.close()
        } catch let error as GRDB.DatabaseError {
            throw StateError(error, path: path)
        }
    }

    /// Closes the file; the WAL is folded into it.
    public func close() throws {
        do {
            // Readers may be the last to close, and they cannot fold it.
            _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try pool.close()
        } catch let error as GRDB.DatabaseError {
            throw StateError(error, path: path)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "pamong-state"
        configuration.maximumReaderCount = 4
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(
                sql: "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY"
            )
        }
        return configuration
    }

    private static func prepareTables(in database: Database, path: String) throws {
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard version != Schema.version else { return }
        if version == 0 {
            try database.execute(sql: Schema.tables + Schema.indexes)
        } else {
            try upgrade(database, from: version, path: path)
        }
        try database.execute(sql: "PRAGMA user_version = \(Schema.version)")
    }

    private static func upgrade(_ database: Database, from version: Int, path: String) throws {
        guard version > 0, version < Schema.version else { throw StateError.foreignVersion(version, path: path) }
        for older in version..<Schema.version {
            guard let upgrade = Schema.upgrades[older] else { throw StateError.foreignVersion(version, path: path) }
            try database.execute(sql: upgrade)
        }
    }
}

/// Reads within one consistent state; the tables' own files say what.
public struct StateReader {
    let database: Database
}

/// Reads and writes within one transaction.
public struct StateWriter {
    let database: Database

    /// The same transaction, for reading.
    public var reader: StateReader { StateReader(database: database) }
}
