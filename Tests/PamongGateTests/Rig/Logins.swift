import Foundation
import LDAPClient
import Testing

@testable import LocalStack

/// How a login ended, told apart as a mail program tells it.
enum LoginOutcome: String, Sendable, Hashable {
    case accepted
    case refused
    case tryLater
}

/// Logging in as the programs do that people use.
extension GateRig {
    /// One login by a mail protocol; `smtp` is Postfix's port for mail programs, `submission` Dovecot's.
    func logIn(_ person: Person, _ password: String, by protocol: String) async throws -> LoginOutcome {
        switch `protocol` {
        case "imap": try await imap(person, password)
        case "pop3": try await pop3(person, password)
        case "sieve": try await sieve(person, password)
        case "smtp": try await handIn(person, password, at: stack.postfix.submissionPort)
        case "submission": try await handIn(person, password, at: stack.dovecot.ports.submission)
        default: throw LocalStackError("\(`protocol`) is no mail protocol")
        }
    }

    private func imap(_ person: Person, _ password: String) async throws -> LoginOutcome {
        let connection = try LineConnection(port: try stack.dovecot.ports.imap)
        defer { connection.cut() }
        _ = try await connection.line()
        try await connection.send("a LOGIN \"\(person.address)\" \"\(password)\"\r\n")
        let answer = try await line(of: connection) { $0.hasPrefix("a ") }
        if answer.hasPrefix("a OK") { return .accepted }
        return answer.contains("[AUTHENTICATIONFAILED]") ? .refused : .tryLater
    }

    private func pop3(_ person: Person, _ password: String) async throws -> LoginOutcome {
        let connection = try LineConnection(port: try stack.dovecot.ports.pop3)
        defer { connection.cut() }
        _ = try await connection.line()
        try await connection.send("USER \(person.address)\r\nPASS \(password)\r\n")
        _ = try await connection.line()
        let answer = try await connection.line() ?? ""
        if answer.hasPrefix("+OK") { return .accepted }
        return answer.contains("[AUTH]") ? .refused : .tryLater
    }

    private func sieve(_ person: Person, _ password: String) async throws -> LoginOutcome {
        let connection = try LineConnection(port: try stack.dovecot.ports.sieve)
        defer { connection.cut() }
        _ = try await line(of: connection) { $0.hasPrefix("OK") }
        let credentials = Data("\0\(person.address)\0\(password)".utf8).base64EncodedString()
        try await connection.send("AUTHENTICATE \"PLAIN\" \"\(credentials)\"\r\n")
        let answer = try await line(of: connection) { $0.hasPrefix("OK") || $0.hasPrefix("NO") }
        if answer.hasPrefix("OK") { return .accepted }
        return answer.contains("TRYLATER") ? .tryLater : .refused
    }

    private func handIn(_ person: Person, _ password: String, at port: UInt16) async throws -> LoginOutcome {
        let session = try await SMTPSession(port: port)
        let reply = try await session.authenticate(person.address, password: password)
        await session.quit()
        if reply.code == 235 { return .accepted }
        return reply.code == 535 ? .refused : .tryLater
    }

    private func line(of connection: LineConnection, _ isLast: (String) -> Bool) async throws -> String {
        while let line = try await connection.line() {
            if isLast(line) { return line }
        }
        throw LocalStackError("the server has closed the connection")
    }

    /// A bind at the gate by a login name (`web` …) on a connection of its own; `nil` is success.
    func bind(_ person: Person, _ password: String, for service: String) async throws -> LDAPError? {
        try await bind("mail=\(person.address),cn=\(service),cn=login", password)
    }

    /// A bind at the gate by any name, on a connection of its own; `nil` is success.
    func bind(_ name: String, _ password: String) async throws -> LDAPError? {
        do {
            try await withBound(name, password) { _ in }
            return nil
        } catch let error as LDAPError {
            return error
        }
    }

    /// Lends a connection through the gate that is bound by any name.
    func withBound(_ name: String, _ password: String, _ body: (LDAPConnection) async throws -> Void) async throws {
        let configuration = LDAPConfiguration(
            server: .plain(host: "127.0.0.1", port: Int(try stack.gate.port)),
            authentication: .simple(try DistinguishedName(name), LDAPSecret(bytes: password.utf8))
        )
        try await LDAPConnection.withConnection(configuration) { try await body($0) }
    }
}

/// What the gate says of itself over HTTP.
extension GateRig {
    /// A page's lines, the status line first.
    func page(_ path: String) async throws -> [String] {
        let connection = try LineConnection(port: try stack.gate.metricsPort)
        defer { connection.cut() }
        try await connection.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        var lines: [String] = []
        while let line = try await connection.line() { lines.append(line) }
        return lines
    }

    /// Whether `/readyz` says that logins can be judged.
    func isReady() async throws -> Bool { try await page("/readyz").first?.contains(" 200 ") == true }

    /// One of the gate's metrics; 0 when it was never counted.
    func metric(_ name: String) async throws -> Int {
        try await page("/metrics").first { $0.hasPrefix(name) }?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }
}
