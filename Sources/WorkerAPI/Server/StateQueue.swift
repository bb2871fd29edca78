internal import Dispatch
internal import StateDatabase

/// Reads and writes the state file for requests: one at a time, on a thread of its own. Neither the cooperative pool nor the
/// readers the worker needs are kept waiting by a long report.
struct StateQueue: Sendable {
    private let state: StateDatabase
    private let queue = DispatchQueue(label: "pamong-api-state")

    init(_ state: StateDatabase) {
        self.state = state
    }

    /// Reads one consistent state of all tables.
    func read<Value: Sendable>(_ body: @escaping @Sendable (StateReader) throws -> Value) async throws -> Value {
        try await run { try $0.read(body) }
    }

    /// Does something with the state that may block.
    func run<Value: Sendable>(_ body: @escaping @Sendable (StateDatabase) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body(state) }) }
        }
    }
}
