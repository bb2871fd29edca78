import Foundation
import Glibc
import LocalStack
import Synchronization

/// Passes LDAP on, message by message, and meddles with writes: answers "busy" itself, or loses the connection once the
/// server has done a write and before its answer arrives.
final class MeddlingProxy: Sendable {
    private struct State {
        var busyAnswers = 0
        var writesUntilCut: [Int] = []
        var writes = 0
        var isClosed = false
    }

    let port: UInt16
    private let server: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    init(to server: UInt16) throws {
        signal(SIGPIPE, SIG_IGN)
        self.server = server
        port = try LoopbackPort.free()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard Self.withAddress(port, { bind(listener, $0, $1) }) == 0, listen(listener, 16) == 0 else {
            throw LocalStackError("the proxy cannot listen on \(port)")
        }
        Thread.detachNewThread { [self] in accept() }
    }

    /// How many writes came to the server.
    var writes: Int { state.withLock { $0.writes } }

    /// Answers the next writes by itself.
    func answerBusy(_ times: Int) { state.withLock { $0.busyAnswers = times } }

    /// Loses the connection over the answers to these writes, counted from 1.
    func cut(at writes: [Int]) { state.withLock { $0.writesUntilCut = writes } }

    func close() {
        state.withLock { $0.isClosed = true }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0, !state.withLock({ $0.isClosed }) else { break }
            let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard Self.withAddress(server, { connect(upstream, $0, $1) }) == 0 else {
                Glibc.close(upstream)
                Glibc.close(client)
                continue
            }
            let lost = Mutex<[UInt8]?>(nil)
            let link = Link(client: client, upstream: upstream, lost: lost)
            Thread.detachNewThread { [self] in requests(link) }
            Thread.detachNewThread { [self] in answers(link) }
        }
        Glibc.close(listener)
    }

    /// The sockets of a connection; closed with the last of its two threads.
    private final class Link: Sendable {
        let client: Int32
        let upstream: Int32
        /// The id, as BER, of the write whose answer is lost.
        let lost: Mutex<[UInt8]?>

        init(client: Int32, upstream: Int32, lost: consuming Mutex<[UInt8]?>) {
            self.client = client
            self.upstream = upstream
            self.lost = lost
        }

        func end() {
            shutdown(client, Int32(SHUT_RDWR))
            shutdown(upstream, Int32(SHUT_RDWR))
        }

        deinit {
            Glibc.close(client)
            Glibc.close(upstream)
        }
    }

    private func requests(_ link: Link) {
        defer { link.end() }
        while let message = Message(from: link.client) {
            if message.isWrite {
                let isBusy = state.withLock { state in
                    state.busyAnswers -= 1
                    if state.busyAnswers >= 0 { return true }
                    state.writes += 1
                    if state.writesUntilCut.contains(state.writes) { link.lost.withLock { $0 = message.id } }
                    return false
                }
                if isBusy {
                    guard Self.send(message.busyAnswer, to: link.client) else { return }
                    continue
                }
            }
            guard Self.send(message.bytes, to: link.upstream) else { return }
        }
    }

    private func answers(_ link: Link) {
        defer { link.end() }
        while let message = Message(from: link.upstream) {
            if link.lost.withLock({ $0 == message.id }) { return }
            guard Self.send(message.bytes, to: link.client) else { return }
        }
    }

    private static func send(_ bytes: [UInt8], to target: Int32) -> Bool {
        Glibc.send(target, bytes, bytes.count, 0) == bytes.count
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

/// One LDAPMessage (RFC 4511 section 4.1.1).
private struct Message {
    let bytes: [UInt8]
    /// The message id's BER.
    let id: [UInt8]
    private let operation: UInt8

    init?(from source: Int32) {
        guard var head = Self.read(2, from: source) else { return nil }
        var length = Int(head[1])
        if length > 127 {
            guard let more = Self.read(length & 127, from: source) else { return nil }
            head += more
            length = more.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let body = Self.read(length, from: source), body.count > 3 else { return nil }
        bytes = head + body
        id = Array(body.prefix(2 + Int(body[1])))
        operation = body[id.count]
    }

    /// An add or a modify.
    var isWrite: Bool { operation == 0x68 || operation == 0x66 }

    /// `busy`, without a word more.
    var busyAnswer: [UInt8] {
        let body = id + [operation + 1, 7, 0x0A, 1, 51, 4, 0, 4, 0]
        return [0x30, UInt8(body.count)] + body
    }

    private static func read(_ count: Int, from source: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = count == 0 ? 0 : recv(source, &bytes, count, Int32(MSG_WAITALL))
        return got == count ? bytes : nil
    }
}
