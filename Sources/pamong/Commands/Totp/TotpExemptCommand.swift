internal import ArgumentParser
internal import DirectoryModel
internal import LDAPClient
internal import LDAPDirectory
internal import TwoFactor

/// `pamong totp exempt`
struct TotpExemptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exempt",
        abstract: "Let an account do without a second factor for a time, or end that.",
        discussion: """
            Only Admin Pusat may. Somebody answers for each exemption, and each has an end; `pamong totp status` lists them.

            Exit codes: 0 done · 2 wrong usage or no such account · 3 the directory did not answer · 4 refused
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var account: AccountArgument
    @OptionGroup var officer: OfficerOptions

    @Option(help: ArgumentHelp("Who answers for it: mail address or name.", valueName: "name"))
    var owner: String?

    @Option(help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String?

    @Option(help: ArgumentHelp("From when on it counts no more: a date or an RFC 3339 time.", valueName: "time"))
    var until: String?

    @Flag(help: "End the exemption.")
    var end = false

    func validate() throws {
        let given = [owner, reason, until].compactMap { $0 }.count
        if given != (end ? 0 : 3) {
            throw ValidationError("give --owner, --reason and --until together, or --end alone")
        }
    }

    func run() async throws {
        let configuration = try await options.load()
        let exemption = try wanted(configuration)
        let entry = try await configuration.withSecondFactors(ring: KeyRing(), .unchecked) { store in
            let entry = try await store.account(account.mailAddress)
            try await officer.signedIn(configuration) { person, connection in
                try await store.exempt(entry, exemption, as: person, over: connection)
            }
            return entry
        }
        let time = LocalTime(zone: configuration.timeZone)
        Terminal.show(
            exemption.map { "\(entry.address) needs no second factor until \(time.text($0.expires)).\n" }
                ?? "The exemption of \(entry.address) has ended.\n"
        )
    }

    private func wanted(_ configuration: PamongConfiguration) throws -> TwoFactorExemption? {
        guard let owner, let reason, let until else { return nil }
        let expires = try configuration.time(until, option: "--until")
        guard expires > .now else { throw CommandFailure(.usage, "--until lies in the past") }
        return try TwoFactorExemption(expires: expires, owner: owner, reason: reason)
    }
}
