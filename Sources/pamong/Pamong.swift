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
            AuditCommand.self, RetryCommand.self, ReportCommand.self, ImportCommand.self, ConfigCommand.self,
            DoctorCommand.self, TotpCommand.self, TenantCommand.self, ClientCommand.self, PortalCommand.self,
            DemoCommand.self,
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
