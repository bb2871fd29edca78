internal import GRDB

/// What can be wrong with the state file.
public struct StateError: Error, Sendable, CustomStringConvertible {
    /// The kinds a caller treats differently.
    public enum Code: Sendable, Hashable {
        /// No space is left, or a quota is reached: nothing was written, the last transaction is undone.
        case full
        /// The file is not SQLite, or is damaged.
        case corrupt
        /// The file was written by another version of Pamong.
        case foreignVersion
        /// Another process holds the file.
        case busy
        /// Anything else SQLite reports.
        case other
    }

    /// The kind.
    public let code: Code
    /// What happened, where, and how to mend it.
    public let description: String

    /// Whether the same may succeed later, with the file as it is.
    public var isRetriable: Bool { code != .corrupt && code != .foreignVersion }

    init(_ error: GRDB.DatabaseError, path: String) {
        let said = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(code: .full, "\(path): no space left (\(said)); free space, the worker goes on by itself")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                code: .corrupt,
                "\(path): not a usable state file (\(said)); move it away and start the worker again: "
                    + "it is rebuilt from the directory, only the reports' history is lost"
            )
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(code: .busy, "\(path): another process holds the state file (\(said))")
        default:
            self.init(code: .other, "\(path): \(said)")
        }
    }

    static func foreignVersion(_ version: Int, path: String) -> StateError {
        StateError(
            code: .foreignVersion,
            "\(path): written by another version of Pamong (format \(version), this one reads \(Schema.version)); "
                + "use that version, or move the file away to have it rebuilt from the directory"
        )
    }

    private init(code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
