internal import ArgumentParser
internal import DirectoryModel
internal import SyncEngine
internal import TenantOnboarding

/// `pamong tenant credentials`
struct TenantCredentialsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credentials",
        abstract: "Make the administrator's account and a one-time password, which is shown this once.",
        discussion: """
            From here on mail for the domain is taken. Until the next step (mx) the credentials can be issued again, which \
            finishes what was interrupted and replaces a password that got lost.
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var officer: OfficerOptions
    @OptionGroup var tenant: TenantArgument

    @Option(help: ArgumentHelp("The administrator's mail address, in the tenant's domain.", valueName: "address"))
    var address: String

    func validate() throws {
        if MailAddress(address) == nil { throw ValidationError("\(address) is not a mail address") }
    }

    func run() async throws {
        let configuration = try await options.load()
        guard let address = MailAddress(address) else { throw CommandFailure(.usage, "not a mail address") }
        let password = try await officer.withTenants(configuration) { directory, person in
            try await directory.issueCredentials(
                for: address,
                host: configuration.policy.mailHost,
                on: try await tenant.find(in: directory),
                as: person
            )
        }
        Terminal.show("Password of \(address), shown this once:\n  ")
        Terminal.show(password.shown)
        Terminal.show("\nHand it over in person; it is to be changed at the first sign-in. Next: pamong tenant mx\n")
    }
}
