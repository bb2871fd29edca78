internal import ArgumentParser
internal import ProcessSurroundings

/// `pamong worker`
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Follow the directory and keep this mail host in step with it, until told to stop.",
        discussion: """
            Runs on the mail host, normally under systemd. A second worker on the same state file stands by and takes \
            over when the first ends. SIGTERM stops it in order.

            With --shadow it follows the directory, keeps a state of its own (<state>.shadow) and only logs what it would \
            have done: a trial against production that touches no mailbox.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Only log what would be done; keep a state of its own.")
    var shadow = false

    func run() async throws {
        let configuration = try await options.load()
        let process = WorkerProcess(
            configuration: configuration,
            isShadow: shadow,
            systemd: SystemdNotification(),
            logger: configuration.log.logger("pamong.worker")
        )
        try await process.runUntilSignal()
    }
}
