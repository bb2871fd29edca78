import Glibc
import LocalStack

@testable import LoginGate

/// A directory server that does what a test says: hangs, dies, answers nonsense.
final class ScriptedUpstream: Sendable {
    private let descriptor: Int32
    let port: Int

    init(port chosen: Int? = nil, backlog: Int32 = 64) throws {
        port = try chosen ?? Int(LoopbackPort.free())
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        // A port that was given out is reserved; who sets this may listen on it.
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let bound = LoopbackAddress.with(port) { bind(descriptor, $0, $1) }
        guard bound == 0, listen(descriptor, backlog) == 0 else { throw LocalStackError("cannot listen on \(port)") }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    deinit { close(descriptor) }

    var configuration: GateConfiguration.Upstream { .tcp(host: "127.0.0.1", port: port) }

    /// The gate's next connection.
    func accept(within limit: Duration = .seconds(60)) async throws -> RawConnection {
        var accepted: Int32 = -1
        try await waitUntil("the gate connects", within: limit, every: .milliseconds(1)) {
            accepted = Glibc.accept(descriptor, nil, nil)
            return accepted >= 0
        }
        return RawConnection(descriptor: accepted)
    }

    /// Whether the gate has opened a connection nobody has taken yet.
    func hasCaller() -> Bool {
        var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&poll, 1, 0) > 0
    }
}

extension RawConnection {
    /// The next message, which must come.
    func expect(within limit: Duration = .seconds(60)) async throws -> WireMessage {
        guard let message = try await message(within: limit) else { throw LocalStackError("the connection was closed") }
        return message
    }

    func send(_ message: WireMessage) async throws { try await send(message.bytes) }

    /// Asks and waits for one answer.
    func ask(_ message: WireMessage) async throws -> WireMessage {
        try await send(message)
        return try await expect()
    }
}
