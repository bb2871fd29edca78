internal import Foundation
internal import LocalStack
internal import SampleDirectory

extension Platform {
    /// Starts the servers with the sample in the directory, then the worker and the portal, and lends all of it to `body`; whatever
    /// happens, everything is ended.
    static func run(
        _ options: DemonstrationOptions,
        narrator: Narrator,
        _ body: (Platform) async throws -> Void
    ) async throws {
        narrator.chapter("Starting the platform in a private folder, on loopback")
        let password = PasswordHash.randomPassword()
        let sample = SampleDirectory(
            scale: options.scale,
            passwordHash: try await PasswordHash.ssha(of: password)
        )
        let stack = try await startServers(options, sample: sample, narrator: narrator)
        do {
            let platform = try await startPrograms(
                options,
                stack: stack,
                sample: sample,
                password: password,
                narrator: narrator
            )
            do {
                try await body(platform)
                await platform.office.close()
                await platform.stopPrograms()
            } catch {
                let logs = "--- worker ---\n\(platform.worker.logTail)\n--- portal ---\n\(platform.portal.logTail)"
                await platform.stopPrograms()
                throw LocalStackError("\(error)", details: "\(logs)\n\(stack.logs)")
            }
            await stack.stop()
        } catch {
            await stack.stop()
            throw error
        }
    }

    private static func startServers(
        _ options: DemonstrationOptions,
        sample: SampleDirectory,
        narrator: Narrator
    ) async throws -> LocalStack {
        let content = try write(sample)
        defer { try? FileManager.default.removeItem(at: content) }
        var stackOptions = LocalStackOptions(servers: .everything)
        stackOptions.folder = options.directory
        stackOptions.mailHost = mailHost
        stackOptions.slapd.content = [content]
        stackOptions.gate = GateOptions(program: try GateOptions.programBesideThis()) { slapd, gate in
            // People log in with their password for now: nobody's second factor is due yet.
            try await slapd.modify(sample.administratorsChange + DeadlineChange.all(to: "20991231170000Z", in: slapd))
            try await SecondFactorOffice.prepare(slapd, gate)
        }
        let stack = try await LocalStack.start(stackOptions)
        narrator.tell(
            "slapd, the login gate, Dovecot and Postfix run; the directory holds \(sample.expectedAccounts) accounts of four services"
        )
        return stack
    }

    private static func write(_ sample: SampleDirectory) throws -> URL {
        let file = FileManager.default.temporaryDirectory.appending(path: "pamong-sample-\(UUID().uuidString).ldif")
        guard FileManager.default.createFile(atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else {
            throw DemonstrationFailure("sample data can be written to \(file.path)", found: "the file cannot be made")
        }
        let handle = try FileHandle(forWritingTo: file)
        try sample.writeLDIF { try handle.write(contentsOf: Data($0)) }
        try handle.close()
        return file
    }

    private static func startPrograms(
        _ options: DemonstrationOptions,
        stack: LocalStack,
        sample: SampleDirectory,
        password: String,
        narrator: Narrator
    ) async throws -> Platform {
        let folder = stack.folder.url
        let (metricsPort, portalPort) = (try LoopbackPort.free(), try LoopbackPort.free())
        let state = try stack.folder.folder("state", mode: 0o700).appending(path: "worker.sqlite")
        let configuration = folder.appending(path: "pamong.yaml")
        try PlatformConfiguration(stack: stack, state: state, metricsPort: metricsPort, portalPort: portalPort).text
            .write(to: configuration, atomically: true, encoding: .utf8)
        let program = Program(options.program, configuration, logs: folder.appending(path: "log"))
        let platform = Platform(
            stack: stack,
            sample: sample,
            password: password,
            worker: program.server("worker", port: metricsPort),
            portal: program.server("portal", port: portalPort),
            portalURL: "http://127.0.0.1:\(portalPort)",
            office: try SecondFactorOffice(stack.slapd, keyRing: try stack.gate.keyRing),
            program: options.program,
            configuration: configuration,
            stateFile: state,
            metrics: "http://127.0.0.1:\(metricsPort)/metrics",
            narrator: narrator
        )
        try await platform.worker.start()
        do {
            try await platform.portal.start()
        } catch {
            await platform.worker.stop()
            throw error
        }
        return platform
    }

    /// Ends the portal and the worker.
    fileprivate func stopPrograms() async {
        await portal.stop()
        await worker.stop()
    }
}

/// This program as a server.
private struct Program {
    let executable: URL
    let configuration: URL
    let logs: URL

    init(_ executable: URL, _ configuration: URL, logs: URL) {
        (self.executable, self.configuration, self.logs) = (executable, configuration, logs)
    }

    func server(_ command: String, port: UInt16) -> ServerProcess {
        ServerProcess(
            name: command,
            program: executable.path,
            arguments: [command, "--config", configuration.path],
            log: logs.appending(path: "\(command).log"),
            isReady: { LoopbackPort.answers(port) }
        )
    }
}
