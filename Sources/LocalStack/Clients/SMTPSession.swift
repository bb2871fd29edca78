import Foundation

/// A small SMTP client (RFC 5321, AUTH PLAIN of RFC 4954; also LMTP, RFC 2033) for the demo and the tests.
///
/// A refusal is an answer, not an error: what the server says is returned.
public final class SMTPSession: Sendable {
    /// What a server answers.
    public struct Reply: Equatable, Sendable, CustomStringConvertible {
        /// The three digits.
        public let code: Int
        /// The text of the last line.
        public let text: String

        /// As it came: `550 5.1.1 …`.
        public var description: String { "\(code) \(text)" }
    }

    /// Which of the two related protocols.
    public enum Dialect: String, Sendable {
        /// Simple Mail Transfer Protocol.
        case smtp = "EHLO"
        /// Local Mail Transfer Protocol: one answer per recipient at the end.
        case lmtp = "LHLO"
    }

    private let connection: LineConnection
    private let dialect: Dialect

    /// Connects and says hello.
    public init(port: UInt16, _ dialect: Dialect = .smtp) async throws {
        connection = try LineConnection(port: port)
        self.dialect = dialect
        for reply in [try await reply(), try await command("\(dialect.rawValue) client.example.org")]
        where reply.code >= 300 {
            throw LocalStackError("the server does not want us: \(reply)")
        }
    }

    /// Logs in with AUTH PLAIN: 235 is success, 535 a refusal.
    public func authenticate(_ user: String, password: String) async throws -> Reply {
        let credentials = Data("\0\(user)\0\(password)".utf8).base64EncodedString()
        return try await command("AUTH PLAIN \(credentials)")
    }

    /// Hands in a message for one recipient.
    /// - Returns: the first refusal (of MAIL, RCPT or the message), or the last acceptance.
    public func send(from sender: String, to recipient: String, _ message: String) async throws -> Reply {
        let size = dialect == .smtp ? " SIZE=\(message.utf8.count)" : ""
        for line in ["MAIL FROM:<\(sender)>\(size)", "RCPT TO:<\(recipient)>", "DATA"] {
            let reply = try await command(line)
            guard reply.code < 400 else {
                _ = try await command("RSET")
                return reply
            }
        }
        let lines = message.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        return try await command(lines.map { $0.hasPrefix(".") ? "." + $0 : $0 }.joined(separator: "\r\n") + "\r\n.")
    }

    /// Sends a line and returns the answer.
    public func command(_ line: String) async throws -> Reply {
        try await connection.send(line + "\r\n")
        return try await reply()
    }

    /// Ends the session.
    public func quit() async {
        _ = try? await command("QUIT")
        connection.cut()
    }

    private func reply() async throws -> Reply {
        while let line = try await connection.line() {
            guard let parts = line.firstMatch(of: /^(\d{3})([ -]?)(.*)$/), let code = Int(parts.1) else {
                throw LocalStackError("not an SMTP reply: \(line)")
            }
            if parts.2 != "-" { return Reply(code: code, text: String(parts.3)) }
        }
        throw LocalStackError("the server has closed the connection")
    }
}
