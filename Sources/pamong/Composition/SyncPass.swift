internal import DirectoryModel
internal import LDAPClient
internal import MailStores
internal import StateDatabase
internal import SyncEngine

/// One pass over directory and mail store. Whoever runs it owns the state.
struct SyncPass {
    let configuration: PamongConfiguration
    /// How long due work may take.
    let patience: Duration

    func run() async throws -> PassOutcome {
        let state = try StateDatabase(path: configuration.statePath)
        do {
            let problem = try await configuration.withDovecot { try await work(state, $0) }
            let outcome = try PassOutcome(state, mailStoreProblem: problem)
            try state.close()
            return outcome
        } catch {
            try? state.close()
            throw error
        }
    }

    /// Answers why the mail store could not be worked with, if it could not.
    private func work(_ state: StateDatabase, _ store: any MailStore) async throws -> String? {
        let worker = try Worker(
            source: configuration.directory.source(),
            store: store,
            state: state,
            policy: configuration.policy,
            suffix: configuration.directory.suffix.description,
            logger: configuration.log.logger("pamong.sync")
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await ProgressLine(worker: worker).draw() }
            try await worker.runOnce(patience: patience)
            group.cancelAll()
        }
        return await worker.runner.storeProblem
    }
}

/// What is left after a pass.
struct PassOutcome {
    /// Accounts with work in each state, and entries in quarantine.
    let waiting, held, setAside, quarantined: Int
    /// Why the mail store could not be worked with.
    let mailStoreProblem: String?

    init(_ state: StateDatabase, mailStoreProblem: String?) throws {
        (waiting, held, setAside, quarantined) = try state.read { reader in
            let counts = try reader.workCounts()
            return (counts.waiting, counts.held, counts.setAside, try reader.quarantineCount())
        }
        self.mailStoreProblem = mailStoreProblem
    }

    /// An entry in quarantine is for a directory admin to mend, not for whoever is woken by a failed pass.
    var status: ExitStatus {
        if mailStoreProblem != nil { return .unknown }
        return waiting + held + setAside > 0 ? .attention : .fine
    }

    var text: String {
        let counts = [
            (waiting, "not done yet"), (held, "held for a second person"), (setAside, "set aside after failing"),
            (quarantined, "in quarantine"),
        ]
        let parts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let projected =
            parts.isEmpty
            ? "In sync; all done.\n" : "In sync with the directory; accounts: \(parts.joined(separator: ", ")).\n"
        return projected + (mailStoreProblem.map { "The mail store failed: \($0)\n" } ?? "")
    }
}
