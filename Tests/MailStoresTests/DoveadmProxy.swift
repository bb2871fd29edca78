import Dispatch
import Foundation
import Synchronization

/// Stands between the store and Dovecot (or in Dovecot's place) and does what a test wants with each POST.
final class DoveadmProxy: Sendable {
    /// What becomes of one POST.
    enum Verdict: Sendable {
        /// Dovecot carries it out and its reply arrives.
        case pass
        /// It never reaches Dovecot; the connection ends.
        case lose
        /// Dovecot carries it out, but the connection ends before the reply.
        case loseReply
        /// These bytes are the reply.
        case answer(String)
        /// Nothing ever comes.
        case hang
    }

    let port: Int
    private let descriptor: Int32
    private let hung = Mutex<[Connection]>([])

    var endpoint: String { "http://127.0.0.1:\(port)/doveadm/v1" }

    /// `decide` gets the body of each POST.
    init(before upstream: Int? = nil, _ decide: @escaping @Sendable (String) async -> Verdict) throws {
        (descriptor, port) = try listener()
        let (descriptor, hung) = (self.descriptor, self)
        Thread.detachNewThread { [weak hung] in
            // Only this thread may close it: were it to ask once more after the end, the number might be another listener's.
            defer { close(descriptor) }
            while case let accepted = accept(descriptor, nil, nil), accepted >= 0 {
                let connection = Connection(descriptor: accepted)
                let keep: @Sendable () -> Void = { [weak hung] in hung?.hung.withLock { $0.append(connection) } }
                Thread.detachNewThread { Self.serve(connection, upstream, keep, decide) }
            }
        }
    }

    func stop() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        hung.withLock { $0 = [] }
    }

    /// Lends a proxy to `body`.
    static func with<Value>(
        before upstream: Int? = nil,
        _ decide: @escaping @Sendable (String) async -> Verdict,
        _ body: (DoveadmProxy) async throws -> Value
    ) async throws -> Value {
        let proxy = try DoveadmProxy(before: upstream, decide)
        defer { proxy.stop() }
        return try await body(proxy)
    }

    private static func serve(
        _ connection: Connection,
        _ upstream: Int?,
        _ keep: () -> Void,
        _ decide: @escaping @Sendable (String) async -> Verdict
    ) {
        guard let request = try? read(connection) else { return }
        switch verdict(on: request.body, decide) {
        case .lose: return
        case .hang: keep()
        case .answer(let text): connection.send([UInt8](text.utf8))
        case .pass: if let reply = forward(request.bytes, to: upstream) { connection.send(reply) }
        case .loseReply: _ = forward(request.bytes, to: upstream)
        }
    }

    /// Asks on behalf of a thread that has nothing else to do.
    private static func verdict(
        on body: String,
        _ decide: @escaping @Sendable (String) async -> Verdict
    ) -> Verdict {
        let answer = Mutex(Verdict.lose)
        let isDecided = DispatchSemaphore(value: 0)
        Task {
            let verdict = await decide(body)
            answer.withLock { $0 = verdict }
            isDecided.signal()
        }
        isDecided.wait()
        return answer.withLock { $0 }
    }

    private static func forward(_ bytes: [UInt8], to upstream: Int?) -> [UInt8]? {
        guard let upstream, let server = try? Connection(port: upstream) else { return nil }
        server.send(bytes)
        return try? server.receiveAll()
    }

    private static func read(_ connection: Connection) throws -> (bytes: [UInt8], body: String)? {
        var bytes: [UInt8] = []
        while true {
            let more = try connection.receive()
            guard !more.isEmpty else { return nil }
            bytes += more
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let head = text[..<end.lowerBound].lowercased()
            let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            let wanted = length.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
            let body = String(text[end.upperBound...])
            if body.utf8.count >= wanted { return (bytes, body) }
        }
    }
}

/// A whole HTTP response with a JSON body.
func httpResponse(_ body: String, status: String = "200 OK") -> String {
    "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        + "Connection: close\r\n\r\n\(body)"
}
