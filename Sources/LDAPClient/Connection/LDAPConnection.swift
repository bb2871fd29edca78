internal import CLDAP
import Dispatch

/// One connection to a directory server. Any number of operations can be under way on it at the same time.
///
/// Everything that touches libldap runs on the connection's own queue. Cancelling a task abandons its operation on
/// the server (RFC 4511, section 4.11); whether an abandoned write was done is unknown. A lost connection fails all
/// operations with `.serverDown` and stays closed: make a new one.
public actor LDAPConnection {
    nonisolated let executor: HandleExecutor
    /// What the connection was made with.
    public nonisolated let configuration: LDAPConfiguration

    /// Runs the actor on the connection's own queue.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private var handle: LDAPHandle?
    private var operations: [Int32: PendingOperation] = [:]
    private var unflushed: [PendingOperation] = []
    private var socket: SocketReadiness?
    private var deadlines: DeadlineTimer?
    private var failure: LDAPError = .closed

    /// Makes a connection that is not connected.
    init(_ configuration: LDAPConfiguration) {
        self.configuration = configuration
        executor = HandleExecutor()
    }

    /// Connects, makes the connection secure and binds, as configured. Throws `LDAPError`.
    public static func connect(_ configuration: LDAPConfiguration) async throws -> LDAPConnection {
        let connection = LDAPConnection(configuration)
        do {
            try await connection.open()
            try await connection.bind(configuration.authentication)
        } catch {
            await connection.close()
            throw error
        }
        return connection
    }

    /// Lends a connection for the duration of the closure and closes it afterwards, whatever happens.
    @discardableResult
    public static func withConnection<Result>(
        _ configuration: LDAPConfiguration,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (LDAPConnection) async throws -> Result
    ) async throws -> Result {
        let connection = try await connect(configuration)
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Whether the connection can be used as far as is known.
    public var isOpen: Bool { handle != nil }

    /// How many operations wait for an answer.
    public var operationsInFlight: Int { operations.count }

    /// Says goodbye and closes; operations under way fail with `.serverDown`. Closing twice is fine.
    public func close() {
        shutDown(.closed)
    }

    private func open() async throws {
        let handle = try LDAPHandle(configuration)
        try handle.connect()
        if case .startTLS = configuration.server { try StartTLS.upgrade(handle, timeout: configuration.connectTimeout) }
        guard let descriptor = handle.descriptor else { throw LDAPError(.connectError, "no socket") }
        self.handle = handle
        socket = try SocketReadiness(descriptor, queue: executor.queue) { [weak self] in
            self?.assumeIsolated { $0.drain() }
        }
        deadlines = DeadlineTimer(queue: executor.queue) { [weak self] in
            self?.assumeIsolated { $0.checkDeadlines() }
        }
    }

    /// The handle, for sending; throws what ended the connection when there is none.
    func openHandle() throws(LDAPError) -> LDAPHandle {
        guard let handle else { throw failure }
        return handle
    }

    /// Fails everything under way and closes the handle.
    func shutDown(_ reason: LDAPError) {
        guard handle != nil else { return }
        failure = reason
        (socket, deadlines) = (nil, nil)
        let orphans = operations.values
        operations = [:]
        unflushed = []
        handle = nil
        for operation in orphans { operation.finish(.failure(reason)) }
    }
}

// MARK: - Sending

extension LDAPConnection {
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
        let status = try send(handle.pointer, &id)
        guard status == LDAP_SUCCESS || status == LDAP_SASL_BIND_IN_PROGRESS else {
            let error = handle.error(status)
            if error.endsConnection { shutDown(error) }
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

    private func abandon(_ id: Int32, _ reason: any Error) {
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

    private func checkDeadlines() {
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

// MARK: - Receiving

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
    private func drain() {
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

    private func resumeReading() {
        guard let socket, socket.isPaused else { return }
        if !operations.isEmpty, operations.values.allSatisfy(\.isFull) { return }
        socket.resume()
        drain()
    }
}
