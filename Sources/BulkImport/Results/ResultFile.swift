internal import Glibc
internal import Synchronization

/// What became of each row, as CSV (line, address, verdict, outcome, reason), written as it goes.
public final class ResultFile: Sendable {
    /// Why the file cannot be written.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The file and the reason.
        public let description: String
    }

    private struct State {
        var pending: [UInt8] = []
        var flushed = ContinuousClock.now
    }

    private static let pendingLimit = 1 << 16
    private let path: String
    private let descriptor: Int32
    private let state: Mutex<State>

    /// Makes the file, for its owner and group. One that is there already is left alone: it may be an earlier run's, or the
    /// upload itself. Throws ``Failure``.
    public init(_ path: String) throws(Failure) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw Failure(description: "\(path) cannot be made: \(Self.reason)") }
        let header = CSVText.line(["line", "address", "verdict", "outcome", "reason"])
        state = Mutex(State(pending: Array(header.utf8)))
    }

    deinit { close(descriptor) }

    /// Notes an outcome. It is in the file within a second or at the end. Throws ``Failure``.
    public func add(_ outcome: RowOutcome) throws {
        let row = outcome.row
        let line = CSVText.line([
            String(row.line), row.address, row.verdict.kind.rawValue, outcome.ending.name, outcome.reason,
        ])
        try state.withLock { state in
            state.pending += line.utf8
            let isDue = ContinuousClock.now - state.flushed > .seconds(1)
            if isDue || state.pending.count > Self.pendingLimit { try flush(&state) }
        }
    }

    /// Writes what is left and waits until the disk has it. Throws ``Failure``.
    public func finish() throws {
        try state.withLock { try flush(&$0) }
        guard fsync(descriptor) == 0 else { throw Failure(description: "\(path) cannot be written: \(Self.reason)") }
    }

    private func flush(_ state: inout State) throws(Failure) {
        var rest = state.pending[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(description: "\(path) cannot be written: \(Self.reason)") }
            rest = rest.dropFirst(count)
        }
        state.pending.removeAll(keepingCapacity: true)
        state.flushed = .now
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
