import Foundation
import LocalStack

/// A worker and a portal as they are shipped, in front of a running slapd and its gate: the portal on one core, the worker in
/// shadow mode, for no mailbox is touched here.
struct PortalRun {
    let worker: ServerProcess
    let portal: ServerProcess
    let port: Int
    private let socket: String

    /// Starts both, lends them, and ends them.
    static func with<Value: Sendable>(
        _ slapd: SlapdServer,
        _ gate: GateServer,
        _ body: (PortalRun) async throws -> Value
    ) async throws -> Value {
        let run = try PortalRun(slapd, gate)
        do {
            try await run.worker.start()
            try await waitUntil("the worker has read and done everything", within: .seconds(900), every: .seconds(1)) {
                let status = try await Self.ask(run.socket, "/v1/status")
                return status.contains("\"isInSync\":true") && status.contains("\"waiting\":0")
            }
            try await run.portal.start()
            let value = try await body(run)
            await run.stop()
            return value
        } catch {
            await run.stop()
            throw LocalStackError("\(error)", details: run.portal.logTail + run.worker.logTail)
        }
    }

    private init(_ slapd: SlapdServer, _ gate: GateServer) throws {
        let port = Int(try LoopbackPort.free())
        let folder = slapd.folder.url
        let configured = folder.appending(path: "portal-worker.sock").path
        // Where a worker in shadow mode listens, so that it may run beside another one.
        let socket = configured + ".shadow"
        let file = folder.appending(path: "portal.yaml")
        try Self.yaml(slapd, gate, socket: socket, port: port).write(to: file, atomically: true, encoding: .utf8)
        let workerFile = folder.appending(path: "portal-worker.yaml")
        try Self.workerYAML(slapd, gate, socket: configured).write(to: workerFile, atomically: true, encoding: .utf8)
        let pamong = try GateOptions.programBesideThis().deletingLastPathComponent().appending(path: "pamong").path
        worker = ServerProcess(
            name: "worker",
            program: pamong,
            arguments: ["worker", "--shadow", "--config", workerFile.path],
            log: try slapd.folder.folder("log").appending(path: "portal-worker.log"),
            isReady: { try await Self.ask(socket, "/healthz") == "ok\n" }
        )
        portal = ServerProcess(
            name: "portal",
            program: "/usr/bin/taskset",
            arguments: ["-c", "0", pamong, "portal", "--config", file.path],
            log: try slapd.folder.folder("log").appending(path: "portal.log"),
            isReady: { await HTTPLoad(port: port).isReady() }
        )
        (self.port, self.socket) = (port, socket)
    }

    private func stop() async {
        await portal.stop()
        await worker.stop()
    }

    /// How much memory the portal has now, in MB (`VmRSS` of proc(5)).
    var megabytes: Double {
        get throws {
            // taskset becomes the program it starts.
            guard let pid = portal.pid else { throw BenchmarkFailure("the portal does not run") }
            let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
            guard let kilobytes = status.firstMatch(of: /VmRSS:\s+(\d+) kB/).flatMap({ Double($0.1) }) else {
                throw BenchmarkFailure("/proc/\(pid)/status does not say how much memory there is")
            }
            return kilobytes / 1000
        }
    }

    /// What the worker answers; nothing while it does not.
    private static func ask(_ socket: String, _ path: String) async throws -> String {
        guard FileManager.default.fileExists(atPath: socket) else { return "" }
        let arguments = ["--silent", "--max-time", "30", "--unix-socket", socket, "http://worker\(path)"]
        return try await ShortCommand("/usr/bin/curl", arguments).outcome().text
    }

    private static func directory(_ slapd: SlapdServer, _ gate: GateServer, _ identity: ServiceIdentity) -> String {
        """
        mailHost: \(WorkerAccess.mailHost)
        directory:
          uri: \(slapd.uri)
          suffix: \(slapd.options.suffix)
          bindDN: \(slapd.dn(of: identity))
          passwordFile: \(slapd.passwordFile(of: identity).path)
          gateUri: \(gate.uri)

        """
    }

    private static func workerYAML(_ slapd: SlapdServer, _ gate: GateServer, socket: String) -> String {
        directory(slapd, gate, .worker) + """
            state:
              path: \(slapd.folder.url.appending(path: "portal-state.sqlite").path)
            api:
              socket: \(socket)
            log:
              level: warning

            """
    }

    /// Behind a proxy, so that everybody who signs in has an address of their own: one office's limit is not what is
    /// measured.
    private static func yaml(_ slapd: SlapdServer, _ gate: GateServer, socket: String, port: Int) -> String {
        directory(slapd, gate, .portal) + """
            secondFactor:
              keyRing: \(gate.keyRing.path)
              passwordFile: \(slapd.passwordFile(of: .portal).path)
            portal:
              listen: 127.0.0.1:\(port)
              insecure: true
              trustedProxies: 127.0.0.1
              workers: \(socket)
              uploadFolder: \(slapd.folder.url.appending(path: "uploads").path)

            """
    }
}
