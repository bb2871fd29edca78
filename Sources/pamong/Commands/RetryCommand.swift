internal import ArgumentParser
internal import DirectoryModel
internal import Reports
internal import StateDatabase
internal import WorkerAPI

/// `pamong retry`
struct RetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Make steps that were set aside due again, once their cause is mended.",
        discussion: """
            A step that cannot succeed is set aside with its reason and blocks nobody else. With --list they are only shown. \
            Without a running worker the next `pamong sync` does them.

            Exit codes: 0 done · 1 with --list: there are some · 3 cannot tell · 5 a worker owns the state and does not answer
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Only list what was set aside.")
    var list = false

    @Flag(help: "Print the list as JSON; needs --list.")
    var json = false

    func validate() throws {
        if json, !list { throw ValidationError("--json prints the list; it needs --list") }
    }

    func run() async throws {
        let configuration = try await options.load()
        if list { try await show(configuration) } else { try await retry(configuration) }
    }

    private func retry(_ configuration: PamongConfiguration) async throws {
        let count = try await configuration.withAccess { access in
            switch access {
            case .worker(let client): try await client.retry()
            case .file(let state):
                try await configuration.owningState { try state.write { try $0.retrySetAside(at: .now) } }
            }
        }
        Terminal.show("\(count) accounts are due again.\n")
    }

    private func show(_ configuration: PamongConfiguration) async throws {
        let limit = 1_000
        let work = try await configuration.withAccess { access in
            try await access.ask(
                worker: { try await $0.work(state: .setAside, limit: limit) },
                file: { try WorkList(reading: $0, state: .setAside, limit: limit) }
            )
        }
        Terminal.show(json ? try JSONText.of(work) : table(work))
        if work.total > 0 { throw ExitStatus.attention.code }
    }

    private func table(_ work: WorkList) -> String {
        guard work.total > 0 else { return "Nothing was set aside.\n" }
        var table = TableFormat(header: ["account", "attempts", "reason"], leftColumns: 3)
        for item in work.items { table.add([item.address, "\(item.attempts)", item.lastError ?? ""]) }
        return table.text + (work.total > work.items.count ? "… and \(work.total - work.items.count) more\n" : "")
    }
}
