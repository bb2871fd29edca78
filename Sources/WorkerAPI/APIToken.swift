internal import Foundation
internal import Glibc

/// The secret a client on loopback shows. Prints as dots; compared in constant time.
public struct APIToken: Sendable, Hashable {
    private let bytes: [UInt8]

    /// The fewest characters a token may have.
    public static let shortestLength = 32

    /// Takes a token; white space around it is left off. Throws ``WorkerAPIError`` (`badToken`) for one that could be
    /// guessed, or that no HTTP header can carry.
    public init(_ text: some StringProtocol) throws(WorkerAPIError) {
        let trimmed = text.utf8.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed()
        guard trimmed.count >= Self.shortestLength else {
            throw WorkerAPIError(.badToken, "the API token is shorter than \(Self.shortestLength) characters")
        }
        guard trimmed.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw WorkerAPIError(.badToken, "the API token may hold printable ASCII characters only, and no spaces")
        }
        bytes = Array(trimmed)
    }

    /// Reads a token from a file that nobody but its owner may read. Throws ``WorkerAPIError`` (`badToken`).
    public init(file path: String) throws(WorkerAPIError) {
        var information = stat()
        guard stat(path, &information) == 0, let data = FileManager.default.contents(atPath: path) else {
            throw WorkerAPIError(
                .badToken,
                "the API token cannot be read from \(path): \(String(cString: strerror(errno)))"
            )
        }
        guard information.st_mode & 0o077 == 0 else {
            throw WorkerAPIError(.badToken, "\(path) can be read by others: chmod 600 \(path)")
        }
        try self.init(String(decoding: data, as: UTF8.self))
    }

    /// The value of an `Authorization` header.
    var authorization: String { "Bearer \(String(decoding: bytes, as: UTF8.self))" }

    /// Whether an `Authorization` header carries this token (RFC 6750 section 2.1); the time it takes tells nothing about
    /// where the two differ.
    func isCarried(by authorization: String?) -> Bool {
        guard let authorization, authorization.lowercased().hasPrefix("bearer ") else { return false }
        let shown = Array(authorization.utf8.dropFirst(7))
        guard shown.count == bytes.count else { return false }
        return zip(shown, bytes).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension APIToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Dots.
    public var description: String { "••••" }
    /// Dots.
    public var debugDescription: String { "••••" }
    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
