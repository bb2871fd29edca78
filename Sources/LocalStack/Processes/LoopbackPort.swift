import Glibc
import Synchronization

/// Ports on 127.0.0.1.
public enum LoopbackPort {
    private static let taken = Mutex<Set<UInt16>>([])

    /// A port nobody listens on and nobody in this process was given before.
    ///
    /// It is below 32768, where Linux begins to number outgoing connections: otherwise one of those could take it before
    /// the server listens.
    /// - Throws: `LocalStackError` when none is found in many tries.
    public static func free() throws -> UInt16 {
        for _ in 0..<1000 {
            let port = UInt16.random(in: 10_240..<32_768)
            guard taken.withLock({ $0.insert(port).inserted }) else { continue }
            if isFree(port) { return port }
        }
        throw LocalStackError("no free port on 127.0.0.1")
    }

    /// Whether somebody accepts connections on the port.
    public static func answers(_ port: UInt16) -> Bool {
        withSocket { connect($0, to: port) }
    }

    /// Connects a socket to the port; `errno` tells why not.
    static func connect(_ descriptor: Int32, to port: UInt16) -> Bool {
        withAddress(port) { Glibc.connect(descriptor, $0, $1) == 0 }
    }

    private static func isFree(_ port: UInt16) -> Bool {
        withSocket { descriptor in withAddress(port) { bind(descriptor, $0, $1) == 0 } }
    }

    private static func withSocket(_ body: (Int32) -> Bool) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        return body(descriptor)
    }

    private static func withAddress(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
