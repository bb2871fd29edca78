internal import ArgumentParser
internal import Glibc

/// `pamong`: the worker, and the operator's command line.
@main
struct Pamong: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pamong",
        abstract: "Keeps a mail platform in step with its OpenLDAP directory.",
        discussion: """
            The directory is the truth. The worker follows it, makes the mail servers match, and says at any moment how \
            many tenants and accounts there are and what changed.

            Every command reads one configuration file: --config, or $PAMONG_CONFIG, or /etc/pamong/pamong.yaml.

            \(ExitStatus.help)
            """,
        version: "1.0.0",
        subcommands: [
            WorkerCommand.self, SyncCommand.self, StatusCommand.self, HoldsCommand.self, QuarantineCommand.self,
            AuditCommand.self, RetryCommand.self, ReportCommand.self, ConfigCommand.self, DemoCommand.self,
        ]
    )

    static func main() async {
        // A peer that goes away must be an error of one connection, never the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            CommandOutcome(error).end()
        }
    }
}

/// How a command that threw ends: with a message, where there is one to give, and an exit code.
struct CommandOutcome {
    private let message: String?
    private let code: Int32

    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: (message, code) = ("pamong: \(failure)", failure.status.rawValue)
        case let error as ConfigurationError: (message, code) = ("\(error)", ExitStatus.usage.rawValue)
        case let silent as ExitCode: (message, code) = (nil, silent.rawValue)
        default:
            let parsed = Pamong.exitCode(for: error)
            guard parsed != .failure else {
                (message, code) = ("pamong: \(error)", ExitStatus.unknown.rawValue)
                return
            }
            message = Pamong.fullMessage(for: error)
            code = parsed == .validationFailure ? ExitStatus.usage.rawValue : parsed.rawValue
        }
    }

    /// Help that was asked for goes to standard output, everything else to standard error.
    func end() -> Never {
        if let message, !message.isEmpty {
            if code == 0 { Terminal.show(message + "\n") } else { Terminal.remark(message) }
        }
        exit(code)
    }
}
