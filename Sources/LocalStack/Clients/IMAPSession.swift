/// A small IMAP client (RFC 3501, IDLE of RFC 2177) for the demo and the tests: one command at a time.
public final class IMAPSession: Sendable {
    private let connection: LineConnection

    /// Connects and reads the greeting.
    public init(port: UInt16) async throws {
        connection = try LineConnection(port: port)
        guard let greeting = try await connection.line(), greeting.hasPrefix("* OK") else {
            throw LocalStackError("no IMAP greeting on port \(port)")
        }
    }

    /// Logs in.
    /// - Returns: whether the server accepted it; a refusal (`NO`) is an answer, not an error.
    public func login(_ user: String, password: String) async throws -> Bool {
        try await exchange("LOGIN \(Self.quoted(user)) \(Self.quoted(password))").status == "OK"
    }

    /// Opens a folder.
    /// - Returns: the number of messages in it.
    @discardableResult
    public func select(_ folder: String = "INBOX") async throws -> Int {
        let lines = try await command("SELECT \(Self.quoted(folder))")
        return lines.compactMap { $0.firstMatch(of: /^\* (\d+) EXISTS$/) }.compactMap { Int($0.1) }.last ?? 0
    }

    /// The names of all folders.
    public func folders() async throws -> [String] {
        let lines = try await command("LIST \"\" \"*\"")
        return lines.compactMap { $0.firstMatch(of: /^\* LIST \([^)]*\) \S+ "?([^"]*)"?$/).map { String($0.1) } }
    }

    /// Puts a message into a folder.
    public func append(_ message: String, to folder: String = "INBOX") async throws {
        let text = message.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")
        try await connection.send("a APPEND \(Self.quoted(folder)) {\(text.utf8.count)}\r\n")
        guard let answer = try await connection.line(), answer.hasPrefix("+") else {
            throw LocalStackError("the server does not take the message")
        }
        let reply = try await finish("\(text)\r\n")
        guard reply.status == "OK" else { throw LocalStackError("APPEND: \(reply.text)") }
    }

    /// The lines of the header and body of a message in the selected folder.
    /// - Parameter number: its sequence number, from 1.
    public func message(_ number: Int) async throws -> [String] {
        try await command("FETCH \(number) BODY.PEEK[]").dropFirst().dropLast().map { $0 }
    }

    /// Sends a command and insists on `OK`.
    /// - Parameter limit: how long to wait for each line of the answer.
    /// - Returns: the untagged lines before it.
    /// - Throws: `LocalStackError` when the server refuses it, goes away or is silent for too long.
    @discardableResult
    public func command(_ command: String, within limit: Duration = .seconds(60)) async throws -> [String] {
        let reply = try await exchange(command, within: limit)
        guard reply.status == "OK" else {
            throw LocalStackError("\(command.prefix { $0 != " " }): \(reply.status) \(reply.text)")
        }
        return reply.untagged
    }

    /// Starts IDLE: from now on the server speaks when something happens.
    public func startIdling() async throws {
        try await connection.send("a IDLE\r\n")
        guard try await connection.line()?.hasPrefix("+") == true else { throw LocalStackError("IDLE is refused") }
    }

    /// Waits for the server to end the session (`BYE`, or the connection closes).
    /// - Returns: what it said last.
    /// - Throws: `LocalStackError` when the session still lives after `limit`.
    @discardableResult
    public func waitUntilCut(within limit: Duration = .seconds(60)) async throws -> String {
        let deadline = ContinuousClock.now + limit
        while let line = try await connection.line(within: deadline - .now) {
            if line.hasPrefix("* BYE") { return line }
        }
        return "closed"
    }

    /// Ends the session.
    public func logout() async {
        _ = try? await exchange("LOGOUT")
        connection.cut()
    }

    private struct Reply {
        var untagged: [String] = []
        var status = ""
        var text = ""
    }

    private func exchange(_ command: String, within limit: Duration = .seconds(60)) async throws -> Reply {
        try await finish("a \(command)\r\n", within: limit)
    }

    private func finish(_ text: String, within limit: Duration = .seconds(60)) async throws -> Reply {
        try await connection.send(text)
        var reply = Reply()
        while let line = try await connection.line(within: limit) {
            guard let end = line.firstMatch(of: /^a (OK|NO|BAD) ?(.*)$/) else {
                reply.untagged.append(line)
                continue
            }
            reply.status = String(end.1)
            reply.text = String(end.2)
            return reply
        }
        throw LocalStackError("the server has ended the session: \(reply.untagged.last ?? "")")
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
