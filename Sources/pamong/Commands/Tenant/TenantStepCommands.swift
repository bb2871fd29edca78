internal import ArgumentParser
internal import DirectoryModel
internal import TenantOnboarding

/// `pamong tenant nda`
struct TenantNdaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nda",
        abstract: "Record that the signed NDA has come."
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var officer: OfficerOptions
    @OptionGroup var tenant: TenantArgument

    @Option(help: ArgumentHelp("When it was signed, such as 2026-11-09.", valueName: "date"))
    var date: String

    func run() async throws {
        let configuration = try await options.load()
        let signed = try configuration.time(date, option: "--date")
        let name = try await officer.take(.ndaSigned(signed), on: tenant, configuration).name
        Terminal.show("The NDA of \(name) is recorded. Next: pamong tenant credentials\n")
    }
}

/// `pamong tenant mx`
struct TenantMxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mx",
        abstract: "Record that the administrator has the credentials, and begin to wait for the MX records.",
        discussion: "Prints the records for the administrator to enter; mail for the domain is taken already."
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var officer: OfficerOptions
    @OptionGroup var tenant: TenantArgument

    func run() async throws {
        let configuration = try await options.load()
        let waiting = try await officer.take(.mxAwaited, on: tenant, configuration)
        Terminal.show(MxText.instructions(waiting.confirmedDomains.map(\.name), configuration.dns.mailHosts))
        Terminal.show("Next, when they are entered: pamong tenant check-mx, then pamong tenant activate\n")
    }
}

/// `pamong tenant suspend`
struct TenantSuspendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend",
        abstract: "Put a tenant off for a reason.",
        discussion: "Its accounts and mail stay as they are: block accounts where that is meant."
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var officer: OfficerOptions
    @OptionGroup var tenant: TenantArgument

    @Option(help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String

    func run() async throws {
        let name = try await officer.take(.suspended(reason: reason), on: tenant, try await options.load()).name
        Terminal.show("\(name) is suspended.\n")
    }
}

/// `pamong tenant leave`
struct TenantLeaveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave",
        abstract: "Record that a tenant leaves.",
        discussion: """
            Its accounts and domains stay as they are. As long as a domain is below its ou=domains, mail of our own users for it \
            is delivered here: close the accounts and delete the domain once its MX records lead elsewhere.
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var officer: OfficerOptions
    @OptionGroup var tenant: TenantArgument

    @Option(help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String

    func run() async throws {
        let gone = try await officer.take(.left(reason: reason), on: tenant, try await options.load())
        Terminal.show("\(gone.name) has left.\n")
        for domain in gone.confirmedDomains {
            Terminal.show(
                "Mail of our own users for \(domain.name) is still delivered here: delete \(domain.dn) in time.\n"
            )
        }
    }
}

extension OfficerOptions {
    /// Signs in, takes one step and answers the tenant as it was before.
    func take(
        _ event: JoiningEvent,
        on tenant: TenantArgument,
        _ configuration: PamongConfiguration
    ) async throws -> JoiningTenant {
        try await withTenants(configuration) { directory, person in
            let found = try await tenant.find(in: directory)
            try await directory.take(event, on: found, as: person)
            return found
        }
    }
}
