public import Foundation
import Glibc
import Synchronization

/// A server that can be started, ended in every way a real one ends, and started again on the same files and ports.
public final class ServerProcess: Sendable {
    /// The server's name, for messages: "slapd".
    public let name: String
    /// Where it writes its log and its error output.
    public let log: URL
    private let program: String
    private let arguments: [String]
    private let grace: Duration
    private let isReady: @Sendable () async throws -> Bool
    private let current = Mutex<ChildProcess?>(nil)

    /// Describes a server; nothing runs yet.
    ///
    /// - Parameters:
    ///   - grace: how long it may take to end in an orderly way before it is killed.
    ///   - isReady: asked again and again after the start, until it says so.
    public init(
        name: String,
        program: String,
        arguments: [String],
        log: URL,
        grace: Duration = .seconds(10),
        isReady: @escaping @Sendable () async throws -> Bool
    ) {
        self.name = name
        self.program = program
        self.arguments = arguments
        self.log = log
        self.grace = grace
        self.isReady = isReady
    }

    /// The number of the main process, also of its process group; `nil` when it does not run.
    public var pid: pid_t? {
        current.withLock { $0 }.flatMap { $0.exit == nil ? $0.pid : nil }
    }

    /// Starts the server and returns when it answers.
    /// - Throws: `LocalStackError` with the end of its log when it ends at once or does not answer in time.
    public func start() async throws {
        guard pid == nil else { throw LocalStackError("\(name) already runs") }
        let child = try launch()
        current.withLock { $0 = child }
        do {
            try await waitUntil("\(name) answers", within: .seconds(60)) {
                if let exit = child.exit { throw LocalStackError("\(name) ended while starting: \(exit)") }
                return try await isReady()
            }
        } catch {
            await stop()
            throw LocalStackError("\(name) did not start: \(error)", details: logTail)
        }
    }

    /// Ends the server in an orderly way (SIGTERM) and returns when none of its processes is left.
    public func stop() async {
        guard let child = current.withLock({ $0 }) else { return }
        child.sendToGroup(SIGCONT)
        await child.terminate(grace: grace)
        await child.sweepGroup()
        forget(child)
    }

    /// Ends all its processes at once (SIGKILL), as a crash of the machine would, and returns when they are gone.
    public func kill() async {
        guard let child = current.withLock({ $0 }) else { return }
        child.sendToGroup(SIGKILL)
        await child.terminate(grace: .zero)
        await child.sweepGroup()
        forget(child)
    }

    /// Stops all its processes in the middle of what they do (SIGSTOP) and returns when they stand still: connections stay
    /// open and nobody answers.
    public func suspend() async throws { try await current.withLock { $0 }?.suspendGroup() }

    /// Lets suspended processes go on (SIGCONT).
    public func resume() { current.withLock { $0 }?.sendToGroup(SIGCONT) }

    /// Its number may be given to another process from now on.
    private func forget(_ child: ChildProcess) {
        current.withLock { if $0 === child { $0 = nil } }
    }

    /// The last lines of the log.
    public var logTail: String {
        guard let data = try? Data(contentsOf: log) else { return "" }
        return String(decoding: data.suffix(6000), as: UTF8.self)
    }

    private func launch() throws -> ChildProcess {
        let input = open("/dev/null", O_RDONLY)
        let output = open(log.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer {
            close(input)
            close(output)
        }
        guard output >= 0 else { throw LocalStackError("cannot write \(log.path)") }
        let streams = ChildProcess.Streams(input: input, output: output, errors: output)
        return try ChildProcess.start(program, arguments, streams: streams)
    }
}

/// Something that runs as a `ServerProcess`.
public protocol LocalServer: Sendable {
    /// The running (or ended) server.
    var process: ServerProcess { get }
}

extension LocalServer {
    /// Starts the server, again on the same folders and ports, and returns when it answers.
    public func start() async throws { try await process.start() }

    /// Ends it in an orderly way.
    public func stop() async { await process.stop() }

    /// Ends it as a crash would.
    public func kill() async { await process.kill() }

    /// Stops it in the middle of what it does; nobody answers any more when this returns.
    public func suspend() async throws { try await process.suspend() }

    /// Lets it go on.
    public func resume() { process.resume() }

    /// Ends it in an orderly way and starts it again.
    public func restart() async throws {
        await stop()
        try await start()
    }
}
