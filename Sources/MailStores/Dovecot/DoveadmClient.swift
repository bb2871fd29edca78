import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import SyncEngine

/// Speaks the doveadm HTTP API: one POST, one reply, in bounded time and memory. Nothing is sent twice here; whether a
/// command may be repeated is for the caller to know.
struct DoveadmClient: Sendable {
    let http: HTTPClient
    let endpoint: String
    let key: DoveadmKey
    let quickTimeout: Duration
    let copyTimeout: Duration
    let replyLimit: Int
    let listingLimit: Int

    /// Sends quick commands.
    func post(_ commands: [DoveadmCommand]) async throws(DoveadmSilence) -> [DoveadmReply] {
        try await exchange(commands, within: quickTimeout, limit: replyLimit)
    }

    /// Sends one command that may work for long.
    func postPatiently(_ command: DoveadmCommand) async throws(DoveadmSilence) -> DoveadmReply {
        let replies = try await exchange([command], within: copyTimeout, limit: replyLimit)
        guard let reply = replies.first else { throw .garbage("an empty reply") }
        return reply
    }

    /// Sends one command whose reply lists all homes, and returns the reply as it came.
    func postForListing(_ command: DoveadmCommand) async throws(DoveadmSilence) -> Data {
        try await read(request([command]), within: copyTimeout, limit: listingLimit)
    }

    /// Asks for nothing at all, to learn whether anybody is there: Dovecot answers `[]` with `[]`.
    func probe() async throws(DoveadmSilence) {
        _ = try await exchange([], within: quickTimeout, limit: 1024)
    }

    private func exchange(
        _ commands: [DoveadmCommand],
        within timeout: Duration,
        limit: Int
    ) async throws(DoveadmSilence) -> [DoveadmReply] {
        let body = try await read(request(commands), within: timeout, limit: limit)
        guard let replies = DoveadmReply.read(body, count: commands.count) else {
            throw .garbage("a reply that is not doveadm's")
        }
        return replies
    }

    private func request(_ commands: [DoveadmCommand]) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: endpoint)
        request.method = .POST
        request.headers = ["Authorization": key.authorization, "Content-Type": "application/json"]
        request.body = .bytes(ByteBuffer(bytes: DoveadmCommand.body(commands)))
        return request
    }

    private func read(
        _ request: HTTPClientRequest,
        within timeout: Duration,
        limit: Int
    ) async throws(DoveadmSilence) -> Data {
        do {
            return try await withDeadline(timeout) {
                let response = try await http.execute(request, timeout: .nanoseconds(timeout.nanoseconds))
                try DoveadmSilence.check(response.status)
                return Data(buffer: try await response.body.collect(upTo: limit))
            }
        } catch {
            throw DoveadmSilence(error)
        }
    }
}

extension Duration {
    /// Whole nanoseconds, at most a little under 300 years.
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds > 9_000_000_000 ? .max : seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}

/// Ends the work when the time is up. The client's own deadline ends with the head of a response; a body that trickles in
/// for ever has to be bounded, too.
private func withDeadline<Value: Sendable>(
    _ timeout: Duration,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: timeout)
            throw DoveadmSilence.timedOut
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}
