internal import ArgumentParser
internal import ProcessSurroundings

/// `pamong portal`
struct PortalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portal",
        abstract: "Serve the web pages where people set up their second factor, until told to stop.",
        discussion: """
            Runs under systemd, as a user of its own: it needs the key ring and the password of cn=portal, and the \
            worker's user must have neither. SIGTERM stops it in order.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try await options.load()
        let process = PortalProcess(
            configuration: configuration,
            systemd: SystemdNotification(),
            logger: configuration.log.logger("pamong.portal")
        )
        try await process.run()
    }
}
