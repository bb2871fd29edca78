internal import Foundation
internal import LocalStack
internal import SampleDirectory

extension Platform {
    /// Starts the servers with the sample in the directory, then the worker, and lends all of it to `body`; whatever
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
            let platform = try await startWorker(
                options,
                stack: stack,
                sample: sample,
                password: password,
                narrator: narrator
            )
            do {
                try await body(platform)
                await platform.office.close()
                await platform.worker.stop()
            } catch {
                let log = platform.worker.logTail
                await platform.worker.stop()
                throw LocalStackError("\(error)", details: "--- worker ---\n\(log)\n\(stack.logs)")
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

    private static func startWorker(
        _ options: DemonstrationOptions,
        stack: LocalStack,
        sample: SampleDirectory,
        password: String,
        narrator: Narrator
    ) async throws -> Platform {
        let folder = stack.folder.url
        let metricsPort = try LoopbackPort.free()
        let state = try stack.folder.folder("state", mode: 0o700).appending(path: "worker.sqlite")
        let configuration = folder.appending(path: "pamong.yaml")
        try WorkerConfiguration(stack: stack, state: state, metricsPort: metricsPort).text
            .write(to: configuration, atomically: true, encoding: .utf8)
        let worker = ServerProcess(
            name: "worker",
            program: options.program.path,
            arguments: ["worker", "--config", configuration.path],
            log: folder.appending(path: "log/worker.log"),
            isReady: { LoopbackPort.answers(metricsPort) }
        )
        let office = try SecondFactorOffice(stack.slapd, keyRing: try stack.gate.keyRing)
        try await worker.start()
        return Platform(
            stack: stack,
            sample: sample,
            password: password,
            worker: worker,
            office: office,
            program: options.program,
            configuration: configuration,
            stateFile: state,
            metrics: "http://127.0.0.1:\(metricsPort)/metrics",
            narrator: narrator
        )
    }
}
