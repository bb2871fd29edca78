import Glibc
import LocalStack

/// A connection on which a test says exactly the bytes it wants, well-formed or not.
final class RawConnection: Sendable {
    private let descriptor: Int32

    init(descriptor: Int32) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// Connects to a port on 127.0.0.1.
    /// - Parameter receiveBuffer: how much the kernel takes for a test that does not read.
    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        let result = LoopbackAddress.with(port) { connect(descriptor, $0, $1) }
        guard result == 0 else {
            throw LocalStackError("cannot connect to \(port): \(String(cString: strerror(errno)))")
        }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    deinit { close(descriptor) }

    /// Writes all of it, waiting while the other side does not take it.
    func send(_ bytes: [UInt8]) async throws {
        var sent = 0
        try await waitUntil("\(bytes.count) bytes are sent") {
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if count < 0 { return try self.isOver("send") }
                sent += count
            }
            return true
        }
    }

    /// Writes what is taken at once.
    func sendSome(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// No more is sent; the other direction stays open.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next whole LDAP message; `nil` when the other side has closed the connection.
    func message(within limit: Duration = .seconds(10)) async throws -> WireMessage? {
        var bytes: [UInt8] = []
        while let next = try await receive(WireMessage.missing(bytes), within: limit) {
            bytes += next
            if WireMessage.missing(bytes) == 0 { return WireMessage(bytes) }
        }
        return nil
    }

    /// Exactly so many bytes; `nil` when the connection ends first.
    func receive(_ count: Int, within limit: Duration = .seconds(10)) async throws -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var received = 0
        var isClosed = false
        try await waitUntil("\(count) bytes arrive", within: limit, every: .milliseconds(1)) {
            while received < count {
                let got = bytes.withUnsafeMutableBytes {
                    recv(descriptor, $0.baseAddress.map { $0 + received }, count - received, 0)
                }
                if got == 0 || (got < 0 && errno != EAGAIN) { isClosed = true; return true }
                if got < 0 { return false }
                received += got
            }
            return true
        }
        return isClosed ? nil : bytes
    }

    /// Waits until the other side has closed; drops what it still says.
    func waitUntilClosed(within limit: Duration = .seconds(10)) async throws {
        while try await receive(1, within: limit) != nil {}
    }

    private func isOver(_ what: String) throws -> Bool {
        guard errno == EAGAIN else { throw LocalStackError("\(what): \(String(cString: strerror(errno)))") }
        return false
    }
}

enum LoopbackAddress {
    static func with<Result>(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        // The bytes of a `sockaddr_in`, whose type's module the compiler finds now in one package, now in another.
        var address = (UInt16(AF_INET), UInt16(port).bigEndian, UInt32(0x7F00_0001).bigEndian, UInt64(0))
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, 16)
            }
        }
    }
}
