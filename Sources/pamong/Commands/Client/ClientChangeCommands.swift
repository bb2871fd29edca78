internal import ArgumentParser
internal import ConfigurationFiles
internal import DirectoryModel
internal import LDAPDirectory
internal import TwoFactor

/// `pamong client add`
struct ClientAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make a program, or give one more to do.",
        discussion: "It can do nothing before it has a token: pamong client token NAME"
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var officer: OfficerOptions

    @Argument(help: "A short name, such as registration-portal.")
    var name: String

    @Option(help: ArgumentHelp("The service whose accounts it writes.", valueName: "service"))
    var service: String

    @Option(help: ArgumentHelp("Only this tenant's.", valueName: "tenant"))
    var tenant: String?

    @Flag(help: "It only reads.")
    var readOnly = false

    @Option(help: ArgumentHelp("What it is for.", valueName: "text"))
    var about: String?

    @Option(help: ArgumentHelp("Who answers for it, and how to reach them.", valueName: "text"))
    var contact: String?

    func run() async throws {
        let configuration = try await options.load()
        let scope = ClientScope(service: service, tenant: tenant)
        try await officer.withClients(configuration) {
            try await $0.add(name, about: about, contact: contact, readOnly ? .reads : .writes, in: scope)
        }
        Terminal.show(
            "\(name) \(readOnly ? "reads" : "writes") accounts of \(scope). Next: pamong client token \(name)\n"
        )
    }
}

/// `pamong client token`
struct ClientTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Give a program another token, which is shown this once.",
        discussion: """
            The one it has stays good: change it in the program, then `pamong client revoke NAME --token ID` for the old one.
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var officer: OfficerOptions

    @Argument(help: "The program.")
    var name: String

    @Option(help: ArgumentHelp("How long it is good.", valueName: "duration"))
    var expires = "365d"

    func validate() throws {
        if DurationText.parse(expires) == nil { throw ValidationError("--expires is \(DurationText.allowed)") }
    }

    func run() async throws {
        let configuration = try await options.load()
        let lifetime = DurationText.parse(expires) ?? StoredClientToken.defaultLifetime
        let made = try await officer.withClients(configuration) {
            try await $0.issueToken(to: name, lifetime: lifetime)
        }
        Terminal.show("Token \(made.stored.id) of \(name), shown this once:\n  ")
        Terminal.show(made.token.shown)
        Terminal.show("\nGood until \(LocalTime(zone: configuration.timeZone).text(made.stored.expires)).\n")
    }
}

/// `pamong client revoke`
struct ClientRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take a program's tokens away, all or one; they are refused from the next request on."
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var officer: OfficerOptions

    @Argument(help: "The program.")
    var name: String

    @Option(help: ArgumentHelp("Only the token with this id.", valueName: "id"))
    var token: String?

    func run() async throws {
        let configuration = try await options.load()
        let count = try await officer.withClients(configuration) { try await $0.revoke(token, of: name) }
        Terminal.show("\(count) \(count == 1 ? "token" : "tokens") of \(name) revoked.\n")
    }
}
