internal import ArgumentParser
internal import TenantOnboarding

/// `pamong tenant request`
struct TenantRequestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Record a letter of request and make the tenant.",
        discussion: """
            The letter has to be signed at the level of sekda, sekjen or kestama at least. The domain is reserved for the \
            tenant; mail for it is taken from the credentials on. Interrupted, the same call finishes what is missing.
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var officer: OfficerOptions

    @Argument(help: "The agency's name.")
    var tenant: String

    @Option(help: ArgumentHelp("The service.", valueName: "service"))
    var service = "multidomain.mail.go.id"

    @Option(help: ArgumentHelp("The domain it brings.", valueName: "domain"))
    var domain: String

    @Option(help: ArgumentHelp("The letter's number.", valueName: "text"))
    var letterNumber: String

    @Option(help: ArgumentHelp("The letter's date, such as 2026-11-02.", valueName: "date"))
    var letterDate: String

    @Option(help: ArgumentHelp("Who signed it.", valueName: "name"))
    var signer: String

    @Option(help: ArgumentHelp("In which rank: sekda, sekjen, kestama or above.", valueName: "rank"))
    var signerRank: String

    @Option(help: ArgumentHelp("The planned use.", valueName: "text"))
    var use: String

    @Option(help: ArgumentHelp("The employee who will be the mail administrator.", valueName: "name"))
    var administrator: String

    @Option(help: ArgumentHelp("That person's telephone number.", valueName: "number"))
    var contact: String

    @Option(help: ArgumentHelp("The number or short name the administration knows it by.", valueName: "text"))
    var code: String?

    @Option(help: ArgumentHelp("How many accounts it may have.", valueName: "count"))
    var maxAccounts: Int?

    func run() async throws {
        let configuration = try await options.load()
        let request = try JoiningRequest(
            letterNumber: letterNumber,
            letterDate: try configuration.time(letterDate, option: "--letter-date"),
            signer: signer,
            rank: signerRank,
            plannedUse: use,
            domain: domain,
            administrator: administrator,
            contact: contact
        )
        let made = try await officer.withTenants(configuration) { directory, person in
            try await directory.request(
                request,
                tenant: tenant,
                service: service,
                details: TenantDetails(code: code, maxAccounts: maxAccounts),
                as: person
            )
        }
        Terminal.show("\(made.name) is recorded with letter \(letterNumber). Next: pamong tenant nda\n")
    }
}
