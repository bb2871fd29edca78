public import ArgumentParser
public import BulkImport

/// `pamong import`
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take files of accounts into the directory.",
        subcommands: [ImportAccountsCommand.self]
    )
}

/// `pamong import accounts`
struct ImportAccountsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts",
        abstract: "Make and change a tenant's accounts from a CSV or LDIF file.",
        discussion: """
            First a plan: a verdict for every row (create, change, same, refused and why). Nothing is written until it is \
            accepted: type yes when asked, or give --yes, or --accept with the fingerprint that --dry-run printed, which \
            holds for exactly that plan.

            CSV is UTF-8, with , or ; between fields, and a header line that names the columns, in English, Indonesian or by \
            attribute:
            \(ImportText.columns)
            An empty cell says nothing: it leaves the account as it is. New accounts are uploaded unless the status column \
            says otherwise; passwords are never uploaded. Quotas are bytes or sizes such as 2 GB (K, M, G and T are powers \
            of 1024). Aliases are separated by spaces.

            You sign in as an administrator and the directory decides what you may write. Sign-in goes through \
            directory.gateUri, so with a second factor the code is typed behind the password. What was done before an \
            interruption is found as same when the same file is taken again.

            Exit codes: 0 every row is in the directory, or could be · 1 some rows were refused or failed · 2 the file, \
            the tenant or an option is wrong; nothing was written · 3 the directory did not answer · 4 not accepted, or not \
            signed in; nothing was written
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The file.", completion: .file(extensions: ["csv", "ldif"]))
    var file: String

    @Option(help: ArgumentHelp("The service, such as sakti.mail.go.id.", valueName: "service"))
    var service: String

    @Option(help: ArgumentHelp("The tenant, by its name or its code.", valueName: "tenant"))
    var tenant: String

    @Option(help: "What the file is; known by its name's ending unless given.")
    var input: ImportFormat?

    @Option(
        help: ArgumentHelp(
            "Host of new mailboxes whose row names none; the configured mailHost unless given.",
            valueName: "host"
        )
    )
    var mailHost: String?

    @Flag(help: "Print the plan and write nothing.")
    var dryRun = false

    @Option(help: "How a dry run prints: table for a summary and the refused rows, csv or json for every row.")
    var format = ImportPlanFormat.table

    @OptionGroup var writing: ImportWritingOptions

    func validate() throws {
        if format != .table, !dryRun { throw ValidationError("--format \(format.rawValue) needs --dry-run") }
        if dryRun, writing.isUsed {
            throw ValidationError("--dry-run writes nothing: leave out --as, --yes, --accept and --result")
        }
        if !dryRun, writing.name == nil { throw ValidationError("--as says who writes; or use --dry-run") }
    }

    func run() async throws {
        try await ImportDesk(configuration: try await options.load(), command: self).run()
    }

    /// The format that was asked for, or that the name tells.
    var inputFormat: ImportFormat {
        input ?? (file.lowercased().hasSuffix(".ldif") ? .ldif : .csv)
    }
}

/// What writing takes.
struct ImportWritingOptions: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Who writes: mail address or DN. The password is asked for on the terminal.",
            valueName: "name"
        )
    )
    var name: String?

    @Option(help: ArgumentHelp("Read the password from this file (chmod 600) instead.", valueName: "file"))
    var passwordFile: String?

    @Flag(help: "Accept the plan without being asked.")
    var yes = false

    @Option(help: ArgumentHelp("Accept exactly the plan with this fingerprint.", valueName: "fingerprint"))
    var accept: String?

    @Flag(help: "Leave refused rows out instead of stopping.")
    var skipRefused = false

    @Option(help: ArgumentHelp("Write what became of each row into this new file, as CSV.", valueName: "file"))
    var result: String?

    var isUsed: Bool { name != nil || passwordFile != nil || yes || accept != nil || result != nil }
}

/// How a plan is printed.
enum ImportPlanFormat: String, CaseIterable, ExpressibleByArgument {
    case table, csv, json
}

extension ImportFormat: ExpressibleByArgument {}
