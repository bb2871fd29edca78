internal import DirectoryModel
internal import Logging
internal import StateDatabase

extension Worker {
    /// What has to be looked at from time to time: archives whose retention is over, the guard's window, a session that
    /// has gone silent.
    func keepHouse() async throws {
        while !Task.isCancelled {
            try await Task.sleep(for: .seconds(30))
            do { try await tidy() } catch let error as StateError where error.isRetriable {
                logger.error("the state file cannot be written", metadata: ["reason": "\(error)"])
            }
        }
    }

    private func tidy() async throws {
        try await schedulePurges()
        let horizon = Timestamp.now - policy.limits.window - .seconds(86_400)
        try state.write { try $0.forgetPassedSuspects(before: horizon) }
    }

    /// Asks for the purge of archives whose retention is over.
    func schedulePurges() async throws {
        let now = Timestamp.now
        let due = try state.read { try $0.purgeDue(at: now, limit: 1000) }
        guard !due.isEmpty else { return }
        try state.write { writer in
            for account in due where try writer.reader.work(account: account) == nil {
                try writer.requestWork(account: account, urgency: .archive, due: now, committed: now)
            }
        }
        await runner.wake()
    }
}
