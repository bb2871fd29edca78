/// Why a local server, a tool or a test client did not do what was asked.
///
/// `description` is safe to show: passwords are handed to servers and tools in files only, never as text that could come
/// back in a message.
public struct LocalStackError: Error, CustomStringConvertible {
    /// What went wrong, in one sentence.
    public let message: String
    /// The end of the server's log or the tool's error output; empty where there is none.
    public let details: String

    /// Joins a sentence and what the server or tool said.
    public init(_ message: String, details: String = "") {
        self.message = message
        self.details = details
    }

    /// The sentence, and below it what the server said.
    public var description: String {
        details.isEmpty ? message : "\(message)\n\(details)"
    }
}
