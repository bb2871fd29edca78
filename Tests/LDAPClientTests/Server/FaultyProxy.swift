import Foundation

/// Passes one connection on to a server and fails after some bytes of the server's answers.
final class FaultyProxy: Sendable {
    /// What happens after the last byte that is passed on.
    enum Fault: Sendable {
        /// The connection is closed.
        case cut
        /// Nothing more is passed on, and nothing is closed.
        case stall
    }

    let port: Int
    private let listener: FreePort

    init(to target: Int, _ fault: Fault, after count: Int) throws {
        listener = try FreePort()
        port = listener.port
        guard listen(listener.descriptor, 1) == 0 else { throw TestFailure("cannot listen") }
        let descriptor = listener.descriptor
        Thread.detachNewThread {
            let client = accept(descriptor, nil, nil)
            guard client >= 0, let server = Self.connect(target) else { return }
            Thread.detachNewThread { Self.pump(client, server, .max) }
            Self.pump(server, client, count)
            if fault == .cut { shutdown(client, Int32(SHUT_RDWR)) }
        }
    }

    private static func connect(_ port: Int) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return status == 0 ? descriptor : nil
    }

    /// Passes on up to `limit` bytes. Both sockets stay open: a stalled peer keeps its side.
    private static func pump(_ source: Int32, _ target: Int32, _ limit: Int) {
        var chunk = [UInt8](repeating: 0, count: 16384)
        var rest = limit
        while rest > 0 {
            let count = recv(source, &chunk, min(chunk.count, rest), 0)
            guard count > 0 else { return }
            var sent = 0
            while sent < count {
                let step = chunk.withUnsafeBytes {
                    send(target, $0.baseAddress.map { $0 + sent }, count - sent, Int32(MSG_NOSIGNAL))
                }
                guard step > 0 else { return }
                sent += step
            }
            rest -= count
        }
    }
}
