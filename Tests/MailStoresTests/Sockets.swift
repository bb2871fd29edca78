import Foundation

/// A TCP connection on loopback, blocking, with a time-out on every read.
final class Connection: Sendable {
    let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = loopback(port)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        // No close here: once every property is set, a throwing initialiser runs deinit.
        guard result == 0 else { throw SocketError(errno) }
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    /// What is there by now; empty at the end of the stream.
    func receive() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let got = recv(descriptor, &buffer, buffer.count, 0)
        if got < 0 && errno == ECONNRESET { return [] }
        guard got >= 0 else { throw SocketError(errno) }
        return Array(buffer[..<got])
    }

    func receiveAll() throws -> [UInt8] {
        var all: [UInt8] = []
        while case let more = try receive(), !more.isEmpty { all += more }
        return all
    }
}

struct SocketError: Error {
    let code: Int32

    init(_ code: Int32) { self.code = code }
}

func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return address
}

/// A listening socket on a port of its own, and the port.
func listener() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = loopback(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer -> Int32 in
            let bound = bind(descriptor, pointer, length)
            return bound == 0 ? getsockname(descriptor, pointer, &length) : bound
        }
    }
    guard result == 0, listen(descriptor, 128) == 0 else { throw SocketError(errno) }
    return (descriptor, Int(in_port_t(bigEndian: address.sin_port)))
}
