internal import DirectoryModel
internal import Foundation
internal import Glibc
internal import ProcessSurroundings
internal import Reports
internal import StateDatabase
internal import SyncEngine
internal import WorkerAPI

/// Where an operator's questions go: to the worker when it runs, to its state file when it does not.
enum OperatorAccess {
    case worker(WorkerAPIClient)
    case file(StateDatabase)

    /// The same answer from either.
    func ask<Answer>(
        worker: (WorkerAPIClient) async throws -> Answer,
        file: (StateReader) throws -> Answer
    ) async throws -> Answer {
        switch self {
        case .worker(let client): try await worker(client)
        case .file(let state): try state.read(file)
        }
    }
}

extension PamongConfiguration {
    /// The address the worker's API listens on.
    func apiAddress() throws -> WorkerAPIAddress? {
        if let socket = api.socket { return .socket(path: socket) }
        guard let listen = api.listen, let file = api.tokenFile else { return nil }
        return .loopback(host: listen.host, port: listen.port, token: try APIToken(file: file))
    }

    /// Lends access to the worker or to its state file. Throws ``CommandFailure`` when there is neither.
    func withAccess<Value>(_ body: (OperatorAccess) async throws -> Value) async throws -> Value {
        if let address = try apiAddress(), address.mayAnswer {
            let client = WorkerAPIClient(address)
            if await client.isReachable { return try await body(.worker(client)) }
        }
        guard FileManager.default.fileExists(atPath: statePath) else {
            throw CommandFailure(
                .unknown,
                "no worker answers, and there is no state at \(statePath): nothing has run here yet"
            )
        }
        let state = try StateDatabase(path: statePath)
        defer { try? state.close() }
        return try await body(.file(state))
    }

    /// Owns the state for a change that no worker is there to make.
    func owningState<Value>(_ body: () async throws -> Value) async throws -> Value {
        guard let lock = try StateLock.take(forState: statePath) else {
            throw CommandFailure(
                .busy,
                "\(CommandFailure.stateIsOwned(statePath)); it does not answer on its API (api.socket or api.listen)"
            )
        }
        let value = try await body()
        withExtendedLifetime(lock) {}
        return value
    }
}

extension WorkerAPIAddress {
    /// Whether asking makes sense. The HTTP client keeps trying a socket that nobody listens on until its time is over;
    /// one connection attempt of our own tells at once.
    fileprivate var mayAnswer: Bool {
        guard case .socket(let path) = self else { return true }
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0, let (target, length) = SystemdNotification.socketAddress(path) else { return true }
        defer { close(descriptor) }
        return withUnsafePointer(to: target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) == 0 }
        }
    }
}
