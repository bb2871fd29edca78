internal import ArgumentParser
internal import SyncEngine
internal import WorkerAPI

/// What `release` and `reject` take.
struct DecisionOptions: ParsableArguments {
    @Argument(help: "The batch's number.")
    var id: Int64

    @Option(
        help: ArgumentHelp(
            "The fingerprint that `holds show` printed: exactly this list is decided about.",
            valueName: "fingerprint"
        )
    )
    var list: String

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Who decides: mail address or DN. The password is asked for on the terminal.",
            valueName: "name"
        )
    )
    var name: String

    @Option(help: ArgumentHelp("Read the password from this file (chmod 600) instead.", valueName: "file"))
    var passwordFile: String?
}

/// `pamong holds release`
struct HoldsReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Let a held batch happen.",
        discussion: """
            Sign in as an administrator: Admin Pusat for any batch, the tenant's own administrators for a batch of one tenant; \
            never whoever made the changes. Sign-in goes through directory.gateUri, so with a second factor the code is \
            typed behind the password.

            Exit codes: 0 done · 2 no such batch · 3 the directory did not answer · 4 refused, or the list has changed
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var decision: DecisionOptions

    func run() async throws {
        let desk = DecisionDesk(configuration: try await options.load(), decision: decision)
        let hold = try await desk.decide(.release)
        Terminal.show("Batch \(hold.id) is released: \(hold.accounts) accounts.\n")
    }
}

/// `pamong holds reject`
struct HoldsRejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Refuse a held batch: none of it is done.",
        discussion: """
            The entries stay as somebody wrote them until they are put back; `pamong holds show ID --revert-ldif` prints \
            how. Who may decide: see `pamong holds release --help`.

            Exit codes: 0 done · 2 no such batch · 3 the directory did not answer · 4 refused, or the list has changed
            """
    )

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var decision: DecisionOptions

    func run() async throws {
        let desk = DecisionDesk(configuration: try await options.load(), decision: decision)
        let hold = try await desk.decide(.reject)
        Terminal.show(
            "Batch \(hold.id) is rejected: nothing of it is done. `pamong holds show \(hold.id) --revert-ldif` puts it back.\n"
        )
    }
}
