internal import ArgumentParser
internal import ConfigurationFiles
internal import DirectoryModel
internal import LDAPDirectory
internal import Reports
internal import TwoFactor

/// `pamong totp approvals`
struct TotpApprovalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approvals",
        abstract: "Look at requests to take a second factor away, and decide about them.",
        subcommands: [ApprovalsListCommand.self, ApprovalsApproveCommand.self, ApprovalsRejectCommand.self],
        defaultSubcommand: ApprovalsListCommand.self
    )
}

/// `pamong totp approvals list`
struct ApprovalsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the requests there are.",
        discussion: "Exit codes: 0 none · 1 at least one · 3 cannot tell"
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let configuration = try await options.load()
        let found = try await configuration.withSecondFactors {
            try await $0.resetRequests(lifetime: configuration.secondFactor.resetLifetime)
        }
        Terminal.show(json ? try JSONText.of(found.map(ApprovalItem.init)) : ApprovalText.list(found, now: .now))
        if !found.isEmpty { throw ExitStatus.attention.code }
    }
}

/// `pamong totp approvals approve`
struct ApprovalsApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Take a second factor away, as another officer asked.",
        discussion: """
            You must be another officer than the one who asked, with the same right over the account, and not its owner. The \
            authenticator, recovery codes, app passwords and open sessions go, all at once.

            Exit codes: 0 done · 2 no such account · 3 the directory did not answer · 4 refused, expired, or somebody \
            else has decided
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var account: AccountArgument
    @OptionGroup var officer: OfficerOptions

    func run() async throws {
        let configuration = try await options.load()
        let address = try account.mailAddress
        let entry = try await configuration.withSecondFactors { store in
            let entry = try await store.account(address)
            try await officer.signedIn(configuration) { person, connection in
                try await store.approveReset(
                    of: entry,
                    as: person,
                    over: connection,
                    lifetime: configuration.secondFactor.resetLifetime
                )
            }
            return entry
        }
        Terminal.show(ApprovalText.done(entry))
    }
}

/// `pamong totp approvals reject`
struct ApprovalsRejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Turn a request down, or clear away one that is expired or forged."
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var account: AccountArgument
    @OptionGroup var officer: OfficerOptions

    func run() async throws {
        let configuration = try await options.load()
        let address = try account.mailAddress
        try await configuration.withSecondFactors { store in
            let entry = try await store.account(address)
            try await officer.signedIn(configuration) { person, connection in
                try await store.rejectReset(of: entry, as: person, over: connection)
            }
        }
        Terminal.show("The request about \(address) is turned down; the second factor stays.\n")
    }
}

/// A request as programs read it.
struct ApprovalItem: Encodable {
    let account, standing: String
    let asked, requester, reason: String?

    init(_ found: FoundResetRequest) {
        (account, standing) = (found.account.address.text, found.standing.word)
        asked = found.request?.asked.rfc3339
        (requester, reason) = (found.request?.requester, found.request?.reason)
    }
}

extension FoundResetRequest.Standing {
    var word: String {
        switch self {
        case .open: "open"
        case .expired: "expired"
        case .forged: "forged"
        }
    }
}

/// Requests for people.
enum ApprovalText {
    static func list(_ found: [FoundResetRequest], now: Timestamp) -> String {
        guard !found.isEmpty else { return "No requests.\n" }
        var table = TableFormat(header: ["Account", "State", "Age", "Asked by", "Reason"], leftColumns: 5)
        for item in found {
            let isBelievable = item.standing != .forged
            table.add([
                item.account.address.text, item.standing.word,
                item.request.map { DurationText.format(.seconds(max(now.since($0.asked).components.seconds, 1))) }
                    ?? "?",
                isBelievable ? item.request?.requester ?? "?" : "(not made through Pamong)",
                isBelievable ? item.request?.reason ?? "?" : "",
            ])
        }
        return table.text
    }

    static func done(_ entry: SecondFactorEntry) -> String {
        """
        The second factor of \(entry.address) is reset: authenticator, \(entry.recoveryCodes.count) recovery codes, \
        \(entry.appPasswords.count) app passwords and open sessions are gone.
        Tell the person, by a way other than this mail account, and that they should activate a new one.

        """
    }
}
