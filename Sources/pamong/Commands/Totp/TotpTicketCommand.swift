internal import ArgumentParser
internal import ConfigurationFiles
internal import LDAPDirectory
internal import TwoFactor

/// `pamong totp ticket`
struct TotpTicketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket",
        abstract: "Make a one-time ticket with which an account may still activate after the deadline.",
        discussion: """
            Needed where a service's pamongLateActivation is `ticket`. The help desk makes sure who the person is and tells \
            them the ticket; it is shown this once. A ticket made before is worth nothing any more.
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var account: AccountArgument

    @Option(help: ArgumentHelp("How long it is good.", valueName: "duration"))
    var expires = "24h"

    func validate() throws {
        if DurationText.parse(expires) == nil { throw ValidationError("--expires is \(DurationText.allowed)") }
    }

    func run() async throws {
        let configuration = try await options.load()
        try await configuration.withSecondFactors { store in
            let entry = try await store.account(account.mailAddress)
            let lifetime = DurationText.parse(expires) ?? ActivationTicket.defaultLifetime
            let made = try await store.makeTicket(for: entry, lifetime: lifetime)
            Terminal.show("Ticket for \(entry.address), shown this once:\n  ")
            Terminal.show(made.ticket.shown)
            Terminal.show("\nGood until \(LocalTime(zone: configuration.timeZone).text(made.expires)).\n")
        }
    }
}
