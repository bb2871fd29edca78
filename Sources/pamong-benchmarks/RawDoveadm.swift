import Foundation
import Glibc
import LocalStack

/// The doveadm HTTP API with nothing between: mailboxes made by plain POSTs from plain threads.
struct RawDoveadm {
    /// How commands are put together.
    struct Shape {
        /// Commands in one POST.
        var batch: Int
        /// POSTs at a time.
        var parallel: Int
    }

    /// The shapes that came out best; the best of them in the same run is what counts.
    static let shapes = [Shape(batch: 50, parallel: 8), Shape(batch: 50, parallel: 4), Shape(batch: 25, parallel: 8)]

    private let port: UInt16
    private let authorization: String

    init(_ dovecot: DovecotServer) throws {
        port = dovecot.ports.doveadm
        authorization = "X-Dovecot-API " + (try Data(contentsOf: dovecot.keyFile)).base64EncodedString()
    }

    /// Makes so many mailboxes for accounts that nobody has.
    func create(_ count: Int, _ shape: Shape) async throws {
        let bodies = stride(from: 0, to: count, by: shape.batch).map { start in
            let commands = (start..<min(start + shape.batch, count)).map { _ in Self.command(UUID()) }
            return "[\(commands.joined(separator: ","))]"
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<shape.parallel {
                let own = stride(from: lane, to: bodies.count, by: shape.parallel).map { bodies[$0] }
                group.addTask { try await onThread { for body in own { try post(body) } } }
            }
            try await group.waitForAll()
        }
    }

    private static func command(_ account: UUID) -> String {
        """
        ["mailboxCreate",{"mailbox":["INBOX","Drafts","Sent","Junk","Trash","Archive"],"subscriptions":true,\
        "user":"\(account.uuidString.lowercased())@removed"},"0"]
        """
    }

    /// The server always closes the connection after its answer, so the answer is what comes until then.
    private func post(_ body: String) throws {
        let request = """
            POST /doveadm/v1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: \(authorization)\r\n\
            Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)
            """
        let answer = try LoopbackExchange.exchange(request, port: port)
        guard answer.hasPrefix("HTTP/1.1 200"), !answer.contains("\"error\"") else {
            throw BenchmarkFailure("doveadm said: \(answer.prefix(300))")
        }
    }
}

/// One request to a port of this machine, and all that comes back.
private enum LoopbackExchange {
    static func exchange(_ request: String, port: UInt16) throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw BenchmarkFailure("no socket") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw BenchmarkFailure("cannot connect to port \(port)") }
        try send(Array(request.utf8), to: descriptor)
        return receive(from: descriptor)
    }

    private static func send(_ bytes: [UInt8], to descriptor: Int32) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent) }
            guard count > 0 else { throw BenchmarkFailure("the connection broke") }
            sent += count
        }
    }

    private static func receive(from descriptor: Int32) -> String {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
            answer += buffer[..<count]
        }
    }
}
