import Glibc
import LDAPClient

/// One connection to an LDAP server's Unix socket, used by one thread that waits: as little work as a client can have, so
/// that a measurement is of the server.
final class LDAPSocket {
    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    /// Where in the buffer the next message begins.
    private var start = 0
    /// Where what was received ends.
    private var end = 0

    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw BenchmarkFailure("no socket: \(String(cString: strerror(errno)))") }
        guard Self.connect(descriptor, path) else {
            // Everything is initialised by now, so `deinit` runs and closes.
            throw BenchmarkFailure("cannot connect to \(path): \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    /// Sends whole messages.
    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    descriptor,
                    $0.baseAddress?.advanced(by: sent),
                    $0.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { throw BenchmarkFailure("the server has closed the connection") }
            sent += count
        }
    }

    /// Sends one request and waits for its answer, which must be success.
    func exchange(_ request: [UInt8]) throws {
        try send(request)
        try expectSuccess()
    }

    /// Waits for the next message, which must be a response with a result (RFC 4511, section 4.1.9), and insists on
    /// success.
    func expectSuccess() throws {
        while true {
            if let length = try messageLength(), length <= end - start {
                let result = try buffer.withUnsafeBytes {
                    try OperationResult(message: UnsafeRawBufferPointer(rebasing: $0[start..<(start + length)]))
                }
                start += length
                guard result.code == 0 else { throw BenchmarkFailure("the server said \(result)") }
                return
            }
            try receive()
        }
    }

    /// How long the message at the start is, header included; `nil` while even that is not known.
    private func messageLength() throws -> Int? {
        guard end - start >= 2 else { return nil }
        guard buffer[start] == BERTag.sequence else { throw BenchmarkFailure("the server sent no LDAP message") }
        let first = Int(buffer[start + 1])
        guard first >= 0x80 else { return 2 + first }
        let octets = first & 0x7F
        guard end - start >= 2 + octets else { return nil }
        return buffer[(start + 2)..<(start + 2 + octets)].reduce(0) { $0 << 8 | Int($1) } + 2 + octets
    }

    private func receive() throws {
        if start == end { (start, end) = (0, 0) }
        if end == buffer.count {
            guard start > 0 else { throw BenchmarkFailure("the server sent an answer of more than 64 kB") }
            buffer.replaceSubrange(0..<(end - start), with: Array(buffer[start..<end]))
            (start, end) = (0, end - start)
        }
        let free = end
        let count = buffer.withUnsafeMutableBytes {
            recv(descriptor, $0.baseAddress?.advanced(by: free), $0.count - free, 0)
        }
        guard count > 0 else { throw BenchmarkFailure("the server has closed the connection") }
        end += count
    }

    private static func connect(_ descriptor: Int32, _ path: String) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}

/// What a server said about an operation.
private struct OperationResult: CustomStringConvertible {
    let code: Int
    private let message: String

    var description: String { message.isEmpty ? "\(code)" : "\(code): \(message)" }

    /// Reads `LDAPMessage { messageID, [APPLICATION n] LDAPResult }`.
    init(message bytes: UnsafeRawBufferPointer) throws {
        var outer = BERReader(bytes)
        var members = BERReader(try outer.read(BERTag.sequence, "an LDAPMessage"))
        _ = try members.readInteger()
        var result = BERReader(try members.readElement().content)
        code = try result.readInteger(BERTag.enumerated)
        _ = try result.read(BERTag.octetString, "a matched DN")
        message = String(decoding: try result.read(BERTag.octetString, "a diagnostic message"), as: UTF8.self)
    }
}
