import Foundation
import Glibc
import LocalStack
import Synchronization

/// A TCP relay on loopback that cuts or stalls connections after so many bytes from the server.
final class CuttingProxy: Sendable {
    enum Fault: Sendable {
        case none
        /// Closes both sides.
        case cut
        /// Leaves both sides open and carries nothing more.
        case stall
    }

    private struct State {
        var fault = Fault.none
        var bytes = 0
        var connectionsLeft = 0
        var isClosed = false
        var open: [Int32] = []
    }

    let port: UInt16
    private let server: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    init(to server: UInt16) throws {
        signal(SIGPIPE, SIG_IGN)
        self.server = server
        port = try LoopbackPort.free()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard Self.withAddress(port, { bind(listener, $0, $1) }) == 0, listen(listener, 16) == 0 else {
            throw LocalStackError("the proxy cannot listen on \(port)")
        }
        Thread.detachNewThread { [self] in accept() }
    }

    /// The next `connections` connections fail so after `bytes` bytes from the server; later ones do not.
    func fail(_ fault: Fault, afterBytes bytes: Int, connections: Int = .max) {
        state.withLock {
            $0.fault = fault
            $0.bytes = bytes
            $0.connectionsLeft = connections
        }
    }

    /// Stalls every connection there is now.
    func stallOpenConnections() {
        let open = state.withLock { state in
            defer { state.open = [] }
            return state.open
        }
        for descriptor in open { stalled.withLock { _ = $0.insert(descriptor) } }
    }

    /// Closes the listener; connections end with their peers.
    func close() {
        state.withLock { $0.isClosed = true }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private let stalled = Mutex<Set<Int32>>([])

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0, !state.withLock({ $0.isClosed }) else { break }
            let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            guard Self.withAddress(server, { connect(upstream, $0, $1) }) == 0 else {
                Glibc.close(upstream)
                Glibc.close(client)
                continue
            }
            relay(client, upstream)
        }
        Glibc.close(listener)
    }

    private func relay(_ client: Int32, _ upstream: Int32) {
        let (fault, bytes) = state.withLock { state -> (Fault, Int) in
            state.open.append(upstream)
            guard state.connectionsLeft > 0 else { return (.none, .max) }
            state.connectionsLeft -= 1
            return (state.fault, state.bytes)
        }
        // Whichever direction ends first shuts both down; the descriptors are closed once, when both have ended.
        let pair = RelayedPair(client: client, upstream: upstream)
        Thread.detachNewThread { [self] in
            carry(from: client, to: upstream, .none, .max)
            pair.end()
        }
        Thread.detachNewThread { [self] in
            carry(from: upstream, to: client, fault, bytes)
            // The number is another connection's once it is closed.
            state.withLock { $0.open.removeAll { $0 == upstream } }
            stalled.withLock { _ = $0.remove(upstream) }
            pair.end()
        }
    }

    private func carry(from source: Int32, to target: Int32, _ fault: Fault, _ limit: Int) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var carried = 0
        while true {
            let count = recv(source, &buffer, min(buffer.count, max(limit - carried, 1)), 0)
            guard count > 0 else { return }
            if case .cut = fault, carried >= limit { return }
            var isStalled = stalled.withLock { $0.contains(source) }
            if case .stall = fault, carried >= limit { isStalled = true }
            carried += count
            if isStalled { continue }
            guard send(target, buffer, count, 0) == count else { return }
        }
    }

    private static func withAddress(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
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

/// The two sockets of one relayed connection.
private final class RelayedPair: Sendable {
    private let client: Int32
    private let upstream: Int32
    private let ended = Mutex(0)

    init(client: Int32, upstream: Int32) {
        self.client = client
        self.upstream = upstream
    }

    /// Under the lock from beginning to end: once the other direction has closed both, their numbers belong to others, and
    /// a late shutdown would end a connection of theirs.
    func end() {
        ended.withLock { count in
            shutdown(client, Int32(SHUT_RDWR))
            shutdown(upstream, Int32(SHUT_RDWR))
            count += 1
            guard count == 2 else { return }
            close(client)
            close(upstream)
        }
    }
}
