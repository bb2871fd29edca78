internal import DirectoryModel
internal import GRDB
internal import GRDBSQLite

/// A prepared statement whose values are bound one by one in SQLite's own types.
///
/// For the few statements that run hundreds of thousands of times in a first load: GRDB's arguments make an array of
/// boxed values for each row, which costs more than the insert itself.
struct BoundStatement: ~Copyable {
    private let database: Database
    private let statement: SQLiteStatement
    private var column: Int32 = 0
    /// Where the texts stand until the statement has run: SQLite's own copies would each cost an allocation under a lock.
    private let texts: UnsafeMutableRawBufferPointer
    private var used = 0

    init(_ database: Database, sql: String) throws {
        self.database = database
        statement = try database.cachedStatement(sql: sql).sqliteStatement
        texts = .allocate(byteCount: 1024, alignment: 1)
    }

    /// The statement is shared with later users of the same text: it is left as it was found.
    deinit {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
        texts.deallocate()
    }

    mutating func bind(_ value: Int64?) {
        column += 1
        if let value { sqlite3_bind_int64(statement, column, value) }
    }

    mutating func bind(_ value: Int) { bind(Int64(value)) }

    mutating func bind(_ value: Bool) { bind(value ? 1 : 0) }

    mutating func bind(_ value: String?) {
        column += 1
        guard var value else { return }
        value.withUTF8 { text in
            let (start, lifetime) = kept(UnsafeRawBufferPointer(text))
            let characters = start?.assumingMemoryBound(to: CChar.self)
            _ = sqlite3_bind_text(statement, column, characters, Int32(text.count), lifetime)
        }
    }

    mutating func bind(_ value: EntryUUID) {
        column += 1
        withUnsafeBytes(of: (value.high.bigEndian, value.low.bigEndian)) { bytes in
            let (start, lifetime) = kept(bytes)
            _ = sqlite3_bind_blob(statement, column, start, Int32(bytes.count), lifetime)
        }
    }

    /// Where the value is to be read from, and for how long that holds: in our own memory until the statement goes
    /// (`SQLITE_STATIC`), or, for one that does not fit, where it is, for SQLite to copy (`SQLITE_TRANSIENT`).
    private mutating func kept(_ value: UnsafeRawBufferPointer) -> (UnsafeRawPointer?, sqlite3_destructor_type?) {
        guard value.count <= texts.count - used else {
            return (value.baseAddress, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
        }
        let place = UnsafeMutableRawBufferPointer(rebasing: texts[used..<(used + value.count)])
        place.copyMemory(from: value)
        used += value.count
        return (UnsafeRawPointer(place.baseAddress ?? texts.baseAddress), nil)
    }

    /// Runs the statement, which answers no rows. Throws GRDB's `DatabaseError`.
    consuming func run() throws {
        let result = sqlite3_step(statement)
        guard result == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(database.sqliteConnection)),
                message: database.lastErrorMessage
            )
        }
    }
}
