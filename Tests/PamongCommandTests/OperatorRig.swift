import DirectoryModel
import Foundation
import LocalStack
import StateDatabase
import Testing

/// A real directory and a real Dovecot, and a configuration file that leads to both.
struct OperatorRig {
    let stack: LocalStack
    let configuration: URL

    /// Starts everything, lends it and ends it.
    static func run(
        entries: String,
        more: String = "",
        servers: LocalStackOptions.Servers = .mailboxes,
        _ body: (OperatorRig) async throws -> Void
    ) async throws {
        var options = LocalStackOptions(servers: servers)
        options.slapd.isDurable = false
        options.slapd.entries = entries
        try await withLocalStack(options) { stack in
            try await body(try OperatorRig(stack, more: more))
        }
    }

    private init(_ stack: LocalStack, more: String) throws {
        self.stack = stack
        configuration = stack.folder.url.appending(path: "pamong.yaml")
        try Self.yaml(stack, more: more).write(to: configuration, atomically: true, encoding: .utf8)
    }

    private static func yaml(_ stack: LocalStack, more: String) throws -> String {
        var text = """
            directory:
              uri: \(stack.slapd.uri)
              suffix: \(stack.slapd.options.suffix)
              bindDN: \(stack.slapd.dn(of: .worker))
              passwordFile: \(stack.slapd.passwordFile(of: .worker).path)
              gateUri: \(stack.slapd.gateURI)
            mailHost: \(stack.options.mailHost)
            state:
              path: \(stack.folder.url.appending(path: "state.sqlite").path)
            api:
              socket: \(stack.folder.url.appending(path: "run/worker.sock").path)

            """
        if stack.options.servers != .directory {
            let dovecot = try stack.dovecot
            text += """
                doveadm:
                  url: \(dovecot.doveadmURI)
                  keyFile: \(dovecot.keyFile.path)
                  mailRoot: \(dovecot.mailRoot.path)
                  archiveRoot: \(dovecot.archiveRoot.path)

                """
        }
        return text + more
    }

    var statePath: String { stack.folder.url.appending(path: "state.sqlite").path }

    func pamong(_ arguments: String..., environment: [String: String] = [:]) async throws -> PamongRun {
        try await PamongRun(arguments + ["--config", configuration.path], environment: environment)
    }

    /// A worker in a process of its own, ended at the end of `body`, whatever happens.
    func withWorker(
        _ arguments: String...,
        environment: [String: String] = [:],
        _ body: (ServerProcess) async throws -> Void
    ) async throws {
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let worker = ServerProcess(
            name: "worker",
            program: "/usr/bin/env",
            arguments: variables + [PamongRun.executable, "worker", "--config", configuration.path] + arguments,
            log: stack.folder.url.appending(path: "worker-\(UUID()).log"),
            // How it ends is looked at; how soon is the machine's business.
            grace: .seconds(60),
            isReady: { true }
        )
        try await worker.start()
        do {
            try await body(worker)
        } catch {
            await worker.stop()
            throw LocalStackError("\(error)", details: worker.logTail)
        }
        await worker.stop()
    }
}
