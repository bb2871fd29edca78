/// Requests that are put to a server by plain threads, each on a connection of its own; every answer must be success.
struct RequestLoad: Sendable {
    /// The server's Unix socket.
    var path: String
    /// What each connection sends first, before its clock runs: its bind, where there is one.
    var opening: [[UInt8]] = []
    /// What each connection sends, in order.
    var lanes: [[[UInt8]]]
    /// How many requests of one connection may be unanswered.
    var window = 1

    /// Deals requests out to so many connections.
    init(path: String, requests: [[UInt8]], connections: Int) {
        self.path = path
        lanes = (0..<connections).map { lane in
            stride(from: lane, to: requests.count, by: connections).map { requests[$0] }
        }
    }

    /// How many requests it is.
    var count: Int { lanes.reduce(0) { $0 + $1.count } }

    /// From the first request of any connection to the last answer of any.
    func run() async throws -> Duration {
        let spans = try await withThrowingTaskGroup(of: Span.self) { group in
            for lane in lanes { group.addTask { try await onThread { try run(lane) } } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        guard let start = spans.map(\.lowerBound).min(), let end = spans.map(\.upperBound).max() else { return .zero }
        return end - start
    }

    private typealias Span = Range<ContinuousClock.Instant>

    private func run(_ lane: [[UInt8]]) throws -> Span {
        let socket = try LDAPSocket(path: path)
        for request in opening { try socket.exchange(request) }
        let start = ContinuousClock.now
        var sent = 0
        for answered in 0..<lane.count {
            // Half a window at a time, so that pipelined requests share system calls.
            if sent == answered || (sent - answered <= window / 2 && sent < lane.count) {
                let next = min(lane.count, answered + window)
                try socket.send(window == 1 ? lane[sent] : Array(lane[sent..<next].joined()))
                sent = next
            }
            try socket.expectSuccess()
        }
        return start..<ContinuousClock.now
    }
}

extension RequestLoad {
    /// How many requests a second were answered.
    func rate() async throws -> Double {
        let time = try await run()
        return Double(count) / time.inSeconds
    }
}
