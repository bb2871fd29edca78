internal import CLDAP
import Dispatch

extension LDAPConnection {
    /// What every operation but a bind carries, so that it is done with the rights the connection is for.
    nonisolated var authorizing: [LDAPControl] {
        configuration.authorization.map { [.proxiedAuthorization(as: $0)] } ?? []
    }

    /// Sends an operation that has one response and waits for it.
    ///
    /// - Parameters:
    ///   - timeout: the longest wait, the configured one by default.
    ///   - endsConnection: whether giving up closes the connection.
    ///   - send: calls libldap and notes the message id.
    func perform(
        timeout: Duration? = nil,
        endsConnection: Bool = false,
        _ send: (OpaquePointer, UnsafeMutablePointer<Int32>) throws -> Int32
    ) async throws -> LDAPResponse {
        try Task.checkCancellation()
        let id = try start(send)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                register(id, .response(continuation), timeout: timeout, endsConnection: endsConnection)
            }
        } onCancel: {
            abandonSoon(id)
        }
    }

    /// Sends a request; a connection that fails here is closed.
    func start(_ send: (OpaquePointer, UnsafeMutablePointer<Int32>) throws -> Int32) throws -> Int32 {
        let handle = try openHandle()
        var id: Int32 = -1
        do {
            try handle.send { try send($0, &id) }
        } catch let error as LDAPError where error.endsConnection || error.code == .timeout {
            shutDown(error)
            throw error
        }
        return id
    }

    /// Notes who waits for the answers to a message id.
    func register(
        _ id: Int32,
        _ receiver: PendingOperation.Receiver,
        timeout: Duration?,
        endsConnection: Bool = false
    ) {
        let patience = (timeout ?? configuration.operationTimeout)?.nanoseconds
        let operation = PendingOperation(receiver, patience: patience, endsConnection: endsConnection)
        guard handle != nil else { return operation.finish(.failure(failure)) }
        operation.heard(at: DispatchTime.now().uptimeNanoseconds)
        operations[id] = operation
        if let deadline = operation.deadline { deadlines?.schedule(deadline) }
        resumeReading()
    }

    /// Abandons an operation from anywhere, for a consumer that gave up.
    nonisolated func abandonSoon(_ id: Int32) {
        executor.queue.async { [weak self] in
            self?.assumeIsolated { $0.abandon(id, CancellationError()) }
        }
    }

    /// Lets reading go on, from anywhere, when a full buffer got space.
    nonisolated func resumeReadingSoon() {
        executor.queue.async { [weak self] in
            self?.assumeIsolated { $0.resumeReading() }
        }
    }

    func abandon(_ id: Int32, _ reason: any Error) {
        guard let handle, let operation = operations.removeValue(forKey: id) else { return }
        operation.finish(.failure(reason))
        if operation.endsConnection {
            shutDown(.closed)
        } else if ldap_abandon_ext(handle.pointer, id, nil, nil) != LDAP_SUCCESS {
            // The server could not be told: the connection is in a state nobody knows.
            shutDown(handle.lastError())
        } else {
            resumeReading()
        }
    }

    func checkDeadlines() {
        let now = DispatchTime.now().uptimeNanoseconds
        for (id, operation) in operations {
            guard let deadline = operation.deadline, deadline <= now else { continue }
            if operation.isFull {
                // The silence is ours: reading stopped because the consumer is behind.
                operation.heard(at: now)
            } else {
                abandon(id, LDAPError(.timeout, "no answer in time"))
            }
        }
        if let next = operations.values.compactMap(\.deadline).min() { deadlines?.schedule(next) }
    }
}
