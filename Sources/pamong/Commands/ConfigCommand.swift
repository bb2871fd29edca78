internal import ArgumentParser
internal import LDAPClient
internal import MailStores
internal import SyncEngine

/// `pamong config`
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Look after the configuration file.",
        subcommands: [ConfigCheckCommand.self]
    )
}

/// `pamong config check`
struct ConfigCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read the configuration file and say everything that is wrong with it.",
        discussion: "Asks no server; `pamong doctor` does. Exit codes: 0 right · 2 wrong."
    )

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try await options.load()
        Terminal.show(
            """
            \(configuration.file) is right
              directory    \(configuration.directory.server), \(configuration.directory.suffix)
              mail host    \(configuration.policy.mailHost)
              state        \(configuration.statePath)
              mail store   \(configuration.mailStore?.endpoint ?? "none: only --shadow and reports")

            """
        )
    }
}
