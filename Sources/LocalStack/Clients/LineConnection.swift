import Dispatch
import Foundation
import Glibc

/// A connection to 127.0.0.1 on which lines go back and forth. It works on a queue of its own, so that waiting for the
/// other side blocks nobody else.
final class LineConnection: Sendable {
    private let descriptor: Int32
    private let queue = DispatchQueue(label: "LineConnection")
    private let buffer = Buffer()

    /// What was received and not yet read; only touched on the queue.
    private final class Buffer: @unchecked Sendable {
        var bytes: [UInt8] = []

        func takeLine() -> String? {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            let line = bytes[..<end]
            bytes = Array(bytes[(end + 1)...])
            return String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
        }
    }

    /// Connects.
    /// - Throws: `LocalStackError` when nobody listens.
    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard LoopbackPort.connect(descriptor, to: port) else {
            // Everything is initialised by now, so `deinit` runs and closes.
            throw LocalStackError("cannot connect to port \(port): \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    /// Cuts the connection; what waits on it ends.
    func cut() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Sends text as it is.
    func send(_ text: String) async throws {
        try await onQueue { [descriptor] in
            var bytes = Array(text.utf8)[...]
            while !bytes.isEmpty {
                let sent = bytes.withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard sent > 0 else { throw LocalStackError("the server has closed the connection") }
                bytes = bytes.dropFirst(sent)
            }
        }
    }

    /// The next line, without its end.
    /// - Returns: `nil` when the server has closed the connection.
    /// - Throws: `LocalStackError` when none has come within `limit`.
    func line(within limit: Duration = .seconds(60)) async throws -> String? {
        let deadline = ContinuousClock.now + limit
        return try await onQueue { [self] in
            while true {
                if let line = buffer.takeLine() { return line }
                guard let more = try receive(deadline) else { return nil }
                buffer.bytes += more
            }
        }
    }

    /// Everything that still comes, until the server closes the connection.
    func untilClosed(within limit: Duration = .seconds(60)) async throws -> String {
        let deadline = ContinuousClock.now + limit
        return try await onQueue { [self] in
            while let more = try receive(deadline) { buffer.bytes += more }
            return String(decoding: buffer.bytes, as: UTF8.self)
        }
    }

    private func receive(_ deadline: ContinuousClock.Instant) throws -> [UInt8]? {
        let rest = max(.zero, deadline - .now)
        let milliseconds = Int32(
            clamping: rest.components.seconds * 1000 + rest.components.attoseconds / 1_000_000_000_000_000
        )
        var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waited, 1, milliseconds) > 0 else { throw LocalStackError("the server did not answer in time") }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        return count > 0 ? Array(chunk.prefix(count)) : nil
    }

    private func onQueue<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.async { continuation.resume(with: Swift.Result(catching: body)) }
            }
        } onCancel: {
            cut()
        }
    }
}
