internal import ArgumentParser
internal import ConfigurationFiles
internal import DirectoryModel
internal import LDAPDirectory
internal import Reports
internal import TwoFactor

/// `pamong totp app-password`
struct TotpAppPasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "app-password",
        abstract: "Look after the passwords of an account's mail programs.",
        discussion: """
            With a second factor, mail programs no longer take the main password: each gets one of its own. An account may \
            have ten.
            """,
        subcommands: [AppPasswordAddCommand.self, AppPasswordListCommand.self, AppPasswordRevokeCommand.self]
    )
}

/// `pamong totp app-password add`
struct AppPasswordAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make an app password; it is shown this once."
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var account: AccountArgument

    @Option(help: ArgumentHelp("What its owner calls it: the program and the device.", valueName: "text"))
    var label: String

    @Option(
        help: ArgumentHelp("Where it is good, with commas: imap, pop3, smtp, submission, sieve.", valueName: "names")
    )
    var protocols: String

    @Option(help: ArgumentHelp("How long it is good.", valueName: "duration"))
    var expires = "365d"

    func validate() throws {
        if DurationText.parse(expires) == nil { throw ValidationError("--expires is \(DurationText.allowed)") }
        _ = try names
    }

    private var names: Set<LoginProtocol> {
        get throws {
            let names = protocols.split(separator: ",").map { $0.trimmingPrefix(" ").lowercased() }
            let known = names.compactMap(LoginProtocol.init(rawValue:)).filter(\.isMailProgram)
            guard known.count == names.count, !known.isEmpty else {
                throw ValidationError("--protocols is one or more of imap, pop3, smtp, submission, sieve, with commas")
            }
            return Set(known)
        }
    }

    func run() async throws {
        let configuration = try await options.load()
        try await configuration.withSecondFactors { store in
            let entry = try await store.account(account.mailAddress)
            let made = try await store.addAppPassword(
                to: entry,
                label: label,
                protocols: names,
                lifetime: DurationText.parse(expires) ?? AppPassword.defaultLifetime
            )
            Terminal.show("App password \(made.stored.id) of \(entry.address), shown this once:\n  ")
            Terminal.show(made.password.shown)
            let time = LocalTime(zone: configuration.timeZone)
            Terminal.show("\nGood until \(time.text(made.stored.expires)) for \(AppPasswordText.names(made.stored)).\n")
        }
    }
}

/// `pamong totp app-password list`
struct AppPasswordListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List an account's app passwords.")

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var account: AccountArgument

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let configuration = try await options.load()
        let entry = try await configuration.withSecondFactors(ring: KeyRing(), .unchecked) {
            try await $0.account(account.mailAddress)
        }
        let items = entry.storedAppPasswords.map(AppPasswordItem.init)
        Terminal.show(
            json
                ? try JSONText.of(items)
                : AppPasswordText.list(entry.storedAppPasswords, LocalTime(zone: configuration.timeZone))
        )
    }
}

/// `pamong totp app-password revoke`
struct AppPasswordRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke an app password, and end the account's sessions."
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var account: AccountArgument

    @Argument(help: "Its id, as `app-password list` shows it.")
    var id: String

    func run() async throws {
        let configuration = try await options.load()
        // Taking a value away needs no key: a lost ring must not keep anybody from it.
        try await configuration.withSecondFactors(ring: KeyRing(), .unchecked) { store in
            let entry = try await store.account(account.mailAddress)
            let gone = try await store.revokeAppPassword(id.lowercased(), of: entry)
            Terminal.show("App password \(gone.id) is revoked; open sessions of \(entry.address) end.\n")
        }
    }
}

/// An app password as programs read it.
struct AppPasswordItem: Encodable {
    let id, label, created, expires: String
    let protocols: [String]
    let lastUsed: String?

    init(_ stored: StoredAppPassword) {
        (id, label) = (stored.id, stored.label)
        (created, expires) = (stored.created.rfc3339, stored.expires.rfc3339)
        protocols = stored.protocols.map(\.rawValue).sorted()
        lastUsed = stored.lastUsed?.rfc3339
    }
}

/// App passwords for people.
enum AppPasswordText {
    static func names(_ stored: StoredAppPassword) -> String {
        stored.protocols.map(\.rawValue).sorted().joined(separator: ", ")
    }

    static func list(_ stored: [StoredAppPassword], _ time: LocalTime) -> String {
        guard !stored.isEmpty else { return "No app passwords.\n" }
        var table = TableFormat(header: ["ID", "Label", "For", "Made", "Good until", "Last used"], leftColumns: 6)
        for item in stored {
            table.add([
                item.id, item.label, names(item), time.text(item.created), time.text(item.expires),
                time.text(item.lastUsed),
            ])
        }
        return table.text
    }
}
