internal import CLDAP
import Dispatch

extension LDAPConnection {
    /// Messages to read before other work on the queue gets its turn.
    private static let turn = 1024
    /// How many messages are read between looks at whether the consumers keep up.
    private static let fullnessCheck = 256

    /// Microseconds to wait for the rest of a batch where that saves many wake-ups and delays nobody.
    private static let linger: Int32 = 1000

    /// Whether the only operation is a stream of many messages in full flow, with a batch just begun.
    private var isWorthLingering: Bool {
        guard operations.count == 1, case .stream(let sink)? = operations.values.first?.receiver else { return false }
        return sink.isCollecting
    }

    /// Reads what is there. libldap buffers, and so does TLS: only its own "nothing more" says that all was read.
    func drain() {
        guard socket?.isPaused == false else { return }
        defer { flush() }
        for count in 1...Self.turn {
            guard let handle else { return }
            var message: OpaquePointer?
            var type = cldap_next_message(handle.pointer, 0, &message)
            if type == 0, isWorthLingering { type = cldap_next_message(handle.pointer, Self.linger, &message) }
            guard type != 0 else { return }
            guard type > 0, let message else { return shutDown(Self.lost(handle.lastError())) }
            let id = ldap_msgid(message)
            receive(ReceivedMessage(handle: handle.pointer, pointer: message, type: Int(type)), id)
            ldap_msgfree(message)
            if count % Self.fullnessCheck == 0, pauseIfAllAreFull() { return }
        }
        executor.queue.async { [weak self] in self?.assumeIsolated { $0.drain() } }
    }

    /// libldap leaves the code at "success" in some ways of losing a connection.
    private static func lost(_ error: LDAPError) -> LDAPError {
        error.code == .success ? LDAPError(.serverDown, "the connection was lost") : error
    }

    private func receive(_ message: ReceivedMessage, _ id: Int32) {
        guard let operation = operations[id] else { return }
        do throws(LDAPError) {
            if message.isFinal {
                try finish(operation, id, message)
            } else if case .stream(let sink) = operation.receiver {
                try sink.receive(message)
                noteUnflushed(operation)
            }
        } catch {
            abandon(id, error)
        }
    }

    private func finish(_ operation: PendingOperation, _ id: Int32, _ message: ReceivedMessage) throws(LDAPError) {
        if case .exchange(let exchange, let continuation) = operation.receiver {
            operations[id] = nil
            return proceed(exchange, continuation, with: message)
        }
        let response = try LDAPResponse(message)
        operations[id] = nil
        operation.finish(.success(response))
    }

    private func noteUnflushed(_ operation: PendingOperation) {
        guard !operation.isUnflushed else { return }
        operation.isUnflushed = true
        unflushed.append(operation)
    }

    private func flush() {
        guard !unflushed.isEmpty else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        for operation in unflushed {
            operation.isUnflushed = false
            operation.heard(at: now)
            if case .stream(let sink) = operation.receiver { sink.flush() }
        }
        unflushed.removeAll(keepingCapacity: true)
        _ = pauseIfAllAreFull()
    }

    /// Stops reading when every operation waits for its own consumer. As long as anything else waits for an answer
    /// reading goes on, or that answer would never come.
    private func pauseIfAllAreFull() -> Bool {
        guard !operations.isEmpty, operations.values.allSatisfy(\.isFull) else { return false }
        socket?.pause()
        return true
    }

    func resumeReading() {
        guard let socket, socket.isPaused else { return }
        if !operations.isEmpty, operations.values.allSatisfy(\.isFull) { return }
        socket.resume()
        drain()
    }
}
