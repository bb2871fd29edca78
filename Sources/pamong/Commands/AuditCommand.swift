internal import ArgumentParser
internal import LDAPClient
internal import Reports
internal import StateDatabase
internal import SyncEngine
internal import WorkerAPI

/// `pamong audit`
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Compare every entry of the directory and every mailbox with the state.",
        discussion: """
            A running worker does so by itself every few hours. With --repair it mends what differs: entries are read \
            afresh, missing mailboxes are made. A mailbox that belongs to no account is listed and never removed.

            Exit codes: 0 clean, or mended · 1 differences are left · 3 the directory or the mail store did not answer · \
            5 a worker owns the state and does not answer
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Mend what differs.")
    var repair = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let configuration = try await options.load()
        let findings = try await configuration.withAccess { access in
            switch access {
            case .worker(let client): try await client.audit(repair: repair)
            case .file(let state): try await configuration.owningState { try await audit(state, configuration) }
            }
        }
        Terminal.show(json ? try JSONText.of(findings) : AuditText.text(findings))
        let isLeft = findings.isRepaired ? !findings.withoutAccount.isEmpty : !findings.isClean
        if isLeft { throw ExitStatus.attention.code }
    }

    private func audit(_ state: StateDatabase, _ configuration: PamongConfiguration) async throws -> Audit.Findings {
        try await configuration.withDovecot { store in
            let worker = try Worker(
                source: configuration.directory.source(),
                store: store,
                state: state,
                policy: configuration.policy,
                suffix: configuration.directory.suffix.description,
                logger: configuration.log.logger("pamong.audit")
            )
            let findings = try await worker.audit.run(repair: repair)
            if repair { try await worker.runner.drain(patience: .seconds(3600)) }
            return findings
        }
    }
}

/// What an audit found, for people.
enum AuditText {
    static func text(_ findings: Audit.Findings) -> String {
        var text =
            "\(findings.compared) entries compared: \(findings.isClean ? "all is as it should be" : "there are differences").\n"
        text += list("entries that the state lacks or has in another version", findings.stale)
        text += list("entries that are no longer in the directory", findings.vanished)
        text += list("accounts without a mailbox", findings.withoutMailbox)
        text += list("mailboxes without an account (never removed by an audit)", findings.withoutAccount)
        if !findings.isClean { text += findings.isRepaired ? "Mended.\n" : "Nothing was changed; --repair mends.\n" }
        return text
    }

    private static func list(_ what: String, _ names: [String]) -> String {
        guard !names.isEmpty else { return "" }
        let more = names.count > 20 ? "  … and \(names.count - 20) more; --json lists all\n" : ""
        return "\(names.count) \(what):\n" + names.prefix(20).map { "  \($0)\n" }.joined() + more
    }
}
