internal import ArgumentParser
internal import TenantOnboarding

/// `pamong tenant`
struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant",
        abstract: "Lead agencies through joining: letter, NDA, credentials, MX records, activation, and out again.",
        discussion: """
            The steps are request, nda, credentials, mx, activate; then suspend, resume and leave. Each is written over a \
            connection of the person who signs in (--as), so that the directory's rules say who may, and is recorded in the \
            tenant's entry with who and when. A step out of order is refused with what is missing.

            Exit codes: 0 done · 1 MX records are not as agreed · 2 wrong usage or configuration, or no such tenant · \
            3 cannot tell: directory or resolvers did not answer · 4 refused, or somebody else changed the same thing
            """,
        subcommands: [
            TenantListCommand.self, TenantShowCommand.self, TenantRequestCommand.self, TenantNdaCommand.self,
            TenantCredentialsCommand.self, TenantMxCommand.self, TenantCheckMxCommand.self, TenantActivateCommand.self,
            TenantDomainCommand.self,
            TenantSuspendCommand.self, TenantResumeCommand.self, TenantLeaveCommand.self,
        ]
    )
}

/// The tenant a command is about.
struct TenantArgument: ParsableArguments {
    @Argument(help: "The tenant's name, code or requested domain.")
    var tenant: String

    @Option(help: ArgumentHelp("Its service, where a name alone would not do.", valueName: "service"))
    var service: String?

    func find(in directory: TenantDirectory) async throws -> JoiningTenant {
        try await directory.tenant(tenant, service: service)
    }
}
