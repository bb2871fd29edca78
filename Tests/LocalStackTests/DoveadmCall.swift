import Foundation

@testable import LocalStack

/// One POST to the doveadm HTTP API of a stack.
struct DoveadmCall {
    let dovecot: DovecotServer

    /// Sends commands and returns the body; `key` replaces the right key.
    func post(_ body: String, key wrong: String? = nil) async throws -> (status: String, body: String) {
        let key = try wrong ?? String(contentsOf: dovecot.keyFile, encoding: .utf8)
        let connection = try LineConnection(port: dovecot.ports.doveadm)
        try await connection.send(
            """
            POST /doveadm/v1 HTTP/1.1\r
            Host: localhost\r
            Authorization: X-Dovecot-API \(Data(key.utf8).base64EncodedString())\r
            Content-Type: application/json\r
            Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """
        )
        let status = try await connection.line() ?? "closed"
        return (status, try await connection.untilClosed())
    }
}
