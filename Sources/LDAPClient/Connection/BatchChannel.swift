import Synchronization

/// Carries batches from a connection's queue to one consumer. When the consumer is slow the buffer fills, the
/// connection stops reading its socket, and the server is held back by TCP.
final class BatchChannel<Element: Sendable>: Sendable {
    private struct State {
        var buffer: BatchBuffer<Element>
        var waiter: CheckedContinuation<[Element]?, any Error>?
        var response: LDAPResponse?
    }

    private let state: Mutex<State>
    private let onSpace: @Sendable () -> Void
    private let onCancel: @Sendable () -> Void

    /// `onSpace` is called when a full buffer got space, `onCancel` when the consumer gives up.
    init(
        batchLimit: Int,
        bufferLimit: Int,
        onSpace: @escaping @Sendable () -> Void,
        onCancel: @escaping @Sendable () -> Void
    ) {
        state = Mutex(State(buffer: BatchBuffer(batchLimit: batchLimit, bufferLimit: bufferLimit)))
        self.onSpace = onSpace
        self.onCancel = onCancel
    }

    deinit { onCancel() }

    /// Whether the connection should read no more for now.
    var isFull: Bool { state.withLock { $0.buffer.isFull } }

    /// The final response, once everything before it was taken.
    var response: LDAPResponse? { state.withLock { $0.response } }

    /// Hands over a batch.
    func send(_ batch: [Element]) {
        deliver { $0.append(batch) }
    }

    /// Ends the stream after what was sent before.
    func finish(_ result: Result<LDAPResponse, any Error>) {
        deliver { $0.end(result) }
    }

    /// The next batch, `nil` after the last; throws what ended the operation, or `CancellationError`.
    func next() async throws -> [Element]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait($0) }
        } onCancel: {
            giveUp()
        }
    }

    private func deliver(_ change: (inout BatchBuffer<Element>) -> Void) {
        let (waiter, outcome) = state.withLock { state in
            change(&state.buffer)
            guard let waiter = state.waiter, let outcome = Self.outcome(of: &state) else {
                return (nil, nil) as (CheckedContinuation<[Element]?, any Error>?, Result<[Element]?, any Error>?)
            }
            state.waiter = nil
            return (waiter, outcome)
        }
        if let waiter, let outcome { waiter.resume(with: outcome) }
    }

    private func wait(_ continuation: CheckedContinuation<[Element]?, any Error>) {
        let (outcome, gotSpace) = state.withLock { state in
            let wasFull = state.buffer.isFull
            let outcome = Task.isCancelled ? .failure(CancellationError()) : Self.outcome(of: &state)
            if outcome == nil { state.waiter = continuation }
            return (outcome, wasFull && !state.buffer.isFull)
        }
        if gotSpace { onSpace() }
        if let outcome { continuation.resume(with: outcome) }
    }

    private func giveUp() {
        let waiter = state.withLock { state in
            state.buffer.end(.failure(CancellationError()))
            state.buffer.discard()
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(throwing: CancellationError())
        onCancel()
    }

    private static func outcome(of state: inout State) -> Result<[Element]?, any Error>? {
        switch state.buffer.take() {
        case .batch(let batch): return .success(batch)
        case .nothing: return nil
        case .ended(.failure(let error)): return .failure(error)
        case .ended(.success(let response)):
            state.response = response
            return .success(nil)
        }
    }
}
