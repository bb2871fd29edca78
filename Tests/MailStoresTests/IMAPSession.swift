import Foundation

/// As much of an IMAP client (RFC 9051) as the tests need.
final class IMAPSession {
    private let connection: Connection
    private var pending = ""
    private var tag = 0

    init(port: Int) throws {
        connection = try Connection(port: port)
        _ = try line()
    }

    /// Sends a command and returns everything up to its tagged answer.
    @discardableResult
    func command(_ text: String) throws -> [String] {
        tag += 1
        connection.send([UInt8]("t\(tag) \(text)\r\n".utf8))
        var lines: [String] = []
        while true {
            let next = try line()
            lines.append(next)
            if next.hasPrefix("t\(tag) ") { return lines }
        }
    }

    func isLoggedIn(_ login: String, _ password: String) throws -> Bool {
        try command("LOGIN \(login) \(password)").last?.contains(" OK ") ?? false
    }

    /// Waits for the server to close the connection.
    func isClosedByServer() throws -> Bool {
        while case let more = try connection.receive(), !more.isEmpty {}
        return true
    }

    private func line() throws -> String {
        while true {
            if let end = pending.range(of: "\r\n") {
                let line = String(pending[..<end.lowerBound])
                pending = String(pending[end.upperBound...])
                return line
            }
            let more = try connection.receive()
            guard !more.isEmpty else { throw SocketError(ECONNRESET) }
            pending += String(decoding: more, as: UTF8.self)
        }
    }
}
