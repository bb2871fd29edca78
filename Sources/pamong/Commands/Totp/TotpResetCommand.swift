internal import ArgumentParser
internal import LDAPDirectory

/// `pamong totp reset`
struct TotpResetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Ask for an account's second factor to be taken away: a lost phone.",
        discussion: """
            Nothing happens until another officer approves (`pamong totp approvals approve`). Sign in as an administrator: \
            Admin Pusat for any account, a tenant's administrators for their own tenant's. Make sure first that the person who \
            asks is the account's owner.

            Exit codes: 0 asked · 2 no such account · 3 the directory did not answer · 4 refused, or a request is open
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var account: AccountArgument
    @OptionGroup var officer: OfficerOptions

    @Option(help: ArgumentHelp("Why, and how you made sure who asked.", valueName: "text"))
    var reason: String

    func run() async throws {
        let configuration = try await options.load()
        let address = try account.mailAddress
        try await configuration.withSecondFactors { store in
            let entry = try await store.account(address)
            try await officer.signedIn(configuration) { person, connection in
                try await store.askForReset(
                    of: entry,
                    as: person,
                    over: connection,
                    reason: reason,
                    lifetime: configuration.secondFactor.resetLifetime
                )
            }
        }
        Terminal.show("Asked. Another officer decides: pamong totp approvals approve \(address)\n")
    }
}
