import Glibc
import Synchronization

/// Ports on 127.0.0.1.
public enum LoopbackPort {
    /// The ports that were given out, and the sockets that keep the latest of them from other processes.
    private struct Given {
        var ports: Set<UInt16> = []
        var reservations: [Int32] = []
    }

    private static let given = Mutex(Given())
    /// More than all servers that one process ever has, running or about to be started again.
    private static let reservationLimit = 400

    /// A port nobody listens on and nobody in this process was given before.
    ///
    /// It is below 32768, where Linux begins to number outgoing connections: otherwise one of those could take it before
    /// the server listens. And it stays reserved, also while its server is down: a socket of ours is bound to it, which
    /// refuses it to everybody who looks for a free port, but not to a server that sets `SO_REUSEADDR`, as all do.
    /// - Throws: `LocalStackError` when none is found in many tries.
    public static func free() throws -> UInt16 {
        for _ in 0..<1000 {
            let port = UInt16.random(in: 10_240..<32_768)
            guard given.withLock({ $0.ports.insert(port).inserted }) else { continue }
            if let reservation = reserve(port) {
                keep(reservation)
                return port
            }
        }
        throw LocalStackError("no free port on 127.0.0.1")
    }

    private static func reserve(_ port: UInt16) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        // Only when it is bound may others share it: until then this is the question whether anybody has it.
        guard withAddress(port, { bind(descriptor, $0, $1) == 0 }) else {
            close(descriptor)
            return nil
        }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        return descriptor
    }

    private static func keep(_ reservation: Int32) {
        given.withLock { given in
            given.reservations.append(reservation)
            if given.reservations.count > reservationLimit { close(given.reservations.removeFirst()) }
        }
    }

    /// Whether somebody accepts connections on the port.
    public static func answers(_ port: UInt16) -> Bool {
        withSocket { connect($0, to: port) }
    }

    /// Connects a socket to the port; `errno` tells why not.
    static func connect(_ descriptor: Int32, to port: UInt16) -> Bool {
        withAddress(port) { Glibc.connect(descriptor, $0, $1) == 0 }
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
