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

    // The rest belongs to this actor's own files: opening and closing here, sending and receiving beside.
    var handle: LDAPHandle?
    var operations: [Int32: PendingOperation] = [:]
    var unflushed: [PendingOperation] = []
    var socket: SocketReadiness?
    var deadlines: DeadlineTimer?
    var failure: LDAPError = .closed

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
        handle.limitSocketWaits(write: configuration.connectTimeout)
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
