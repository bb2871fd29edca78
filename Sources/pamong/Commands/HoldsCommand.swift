internal import ArgumentParser
internal import Reports
internal import SyncEngine
internal import WorkerAPI

/// `pamong holds`
struct HoldsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holds",
        abstract: "Look at batches of blocks, closes and removals that are held, and decide about them.",
        discussion: """
            More blocks, closes and removals than usual are held as one batch until a second person has looked. What the \
            directory itself enforces stays enforced: a blocked account cannot log in. Open sessions, mailboxes and archives \
            are left alone until the batch is released.
            """,
        subcommands: [HoldsListCommand.self, HoldsShowCommand.self, HoldsReleaseCommand.self, HoldsRejectCommand.self]
    )
}

/// `pamong holds list`
struct HoldsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List held batches.",
        discussion: "Exit codes: 0 none is open · 1 at least one is · 3 cannot tell"
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "List decided and withdrawn batches too.")
    var all = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let configuration = try await options.load()
        let state: HoldSummary.State? = all ? nil : .open
        let holds = try await configuration.withAccess { access in
            try await access.ask(
                worker: { try await $0.holds(state: state) },
                file: { try HoldSummary.all(reading: $0, state: state) }
            )
        }
        let time = LocalTime(zone: configuration.timeZone)
        Terminal.show(json ? try JSONText.of(holds) : HoldText.list(holds, time))
        if holds.contains(where: { $0.state == .open }) { throw ExitStatus.attention.code }
    }
}

/// `pamong holds show`
struct HoldsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one held batch with its list and the list's fingerprint.",
        discussion: """
            With --revert-ldif it prints the changes that put the entries back as they were, for ldapmodify. Entries that \
            were removed cannot be put back that way; they are named in comments.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The batch's number.")
    var id: Int64

    @Flag(help: "Print the LDIF that puts the entries back.")
    var revertLdif = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if json, revertLdif { throw ValidationError("--json and --revert-ldif exclude each other") }
    }

    func run() async throws {
        let configuration = try await options.load()
        let detail = try await configuration.withAccess { try await $0.hold(id) }
        if revertLdif {
            Terminal.show(RevertLDIF(detail, mailHost: configuration.policy.mailHost).text)
        } else {
            let time = LocalTime(zone: configuration.timeZone)
            Terminal.show(json ? try JSONText.of(detail) : HoldText.detail(detail, time))
        }
    }
}

extension OperatorAccess {
    /// One batch with its list. Throws ``CommandFailure`` when there is none of this number.
    func hold(_ id: Int64) async throws -> HoldDetail {
        do {
            let detail: HoldDetail? = try await ask(
                worker: { try await $0.hold(id) },
                file: { try HoldDetail(id, reading: $0) }
            )
            if let detail { return detail }
        } catch let problem as ProblemDetails where problem.kind == .notFound {}
        throw CommandFailure(.usage, "there is no held batch \(id); `pamong holds list --all` shows them")
    }
}
