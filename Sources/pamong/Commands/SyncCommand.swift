internal import ArgumentParser
internal import ConfigurationFiles
internal import DirectoryModel
internal import LDAPClient
internal import StateDatabase

/// `pamong sync`
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Make one pass: take in what changed, have due work done, and end.",
        discussion: """
            For a timer, where no worker runs all the time. With --dry-run it prints what a pass would do and changes \
            nothing: not the mail store, not the state.

            Exit codes: 0 in sync and all done · 1 something waits for a person, or was not done within --patience · \
            3 the directory or the mail store did not answer · 5 a worker owns the state
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Print the plan and change nothing.")
    var dryRun = false

    @Flag(help: "Print the plan as JSON; needs --dry-run.")
    var json = false

    @Option(help: ArgumentHelp("How many accounts of the plan are listed.", valueName: "count"))
    var limit = 50

    @Option(help: ArgumentHelp("How long due work may take, such as 10m.", valueName: "duration"))
    var patience = "1h"

    func validate() throws {
        if json, !dryRun { throw ValidationError("--json prints a plan; it needs --dry-run") }
        if limit < 0 { throw ValidationError("--limit counts accounts: 0 or more") }
        if DurationText.parse(patience) == nil { throw ValidationError("--patience is \(DurationText.allowed)") }
    }

    func run() async throws {
        let configuration = try await options.load()
        if dryRun { try await plan(configuration) } else { try await pass(configuration) }
    }

    private func plan(_ configuration: PamongConfiguration) async throws {
        let run = DryRun(
            statePath: configuration.statePath,
            policy: configuration.policy,
            suffix: configuration.directory.suffix.description
        )
        let text = PlanText(result: try await run.run(configuration.directory.source()), limit: limit)
        Terminal.show(json ? try text.json() : text.text)
    }

    private func pass(_ configuration: PamongConfiguration) async throws {
        guard let lock = try StateLock.take(forState: configuration.statePath) else {
            throw CommandFailure.stateIsOwned(configuration.statePath)
        }
        defer { withExtendedLifetime(lock) {} }
        let patience = DurationText.parse(patience) ?? .seconds(3600)
        let outcome = try await SyncPass(configuration: configuration, patience: patience).run()
        Terminal.show(outcome.text)
        if outcome.status != .fine { throw outcome.status.code }
    }
}

extension CommandFailure {
    /// A worker, or another pass, runs.
    static func stateIsOwned(_ path: String) -> CommandFailure {
        let owner = StateLock.owner(ofState: path).map { "process \($0)" } ?? "another process"
        return CommandFailure(
            .busy,
            "\(owner) owns \(path): a worker is keeping this mail host in sync, or another pass runs"
        )
    }
}
