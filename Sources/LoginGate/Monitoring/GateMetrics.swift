internal import NIOCore
internal import Synchronization

/// What the gate counts. Written on its event loop, read there when somebody asks for the metrics.
final class GateMetrics: Sendable {
    /// Why a client was turned away or cut off.
    enum Refusal: String, CaseIterable {
        case connections, address, stopping, handshake, malformed, oversize, slow, idle, injection
    }

    /// A counter with one label, as whoever judges binds counts its verdicts.
    struct Labelled: Hashable, Sendable {
        let name: String
        let labels: [[String]]
    }

    struct State {
        var open = 0
        var accepted = 0
        var refused: [Refusal: Int] = [:]
        var messages = 0
        var upstreamConnects = 0
        var upstreamFailures = 0
        var binds = LatencyHistogram()
        var labelled: [Labelled: Int] = [:]
    }

    private let state = Mutex(State())

    /// A consistent copy.
    var snapshot: State { state.withLock { $0 } }

    func connectionOpened() {
        state.withLock {
            $0.open += 1
            $0.accepted += 1
        }
    }

    func connectionClosed() { state.withLock { $0.open -= 1 } }

    func refused(_ reason: Refusal) { state.withLock { $0.refused[reason, default: 0] += 1 } }

    func messageReceived() { state.withLock { $0.messages += 1 } }

    func upstreamConnected() { state.withLock { $0.upstreamConnects += 1 } }

    func upstreamFailed() { state.withLock { $0.upstreamFailures += 1 } }

    func bindAnswered(after time: TimeAmount) { state.withLock { $0.binds.record(time) } }

    /// Counts something of the verdict's: `count("gate_verdicts_total", [("verdict", "password"), ("protocol", "imap")])`.
    /// Label values must come from a small closed set, never from what a client sent.
    func count(_ name: String, _ labels: [(name: String, value: String)] = []) {
        let key = Labelled(name: name, labels: labels.map { [$0.name, $0.value] })
        state.withLock { $0.labelled[key, default: 0] += 1 }
    }
}

/// How long binds took, in fixed steps.
struct LatencyHistogram {
    /// Upper bounds in microseconds.
    static let bounds: [Int64] = [
        100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000,
    ]

    /// How many fell into each step, the last one without bound.
    private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
    private(set) var sum: Int64 = 0

    var count: Int { counts.reduce(0, +) }

    mutating func record(_ time: TimeAmount) {
        let microseconds = max(0, time.nanoseconds / 1_000)
        counts[Self.bounds.firstIndex { microseconds <= $0 } ?? Self.bounds.count] += 1
        sum += microseconds
    }
}
