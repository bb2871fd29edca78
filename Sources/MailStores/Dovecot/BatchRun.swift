import SyncEngine

/// Sends quick commands together, and finds the one that spoils a batch.
///
/// A fatal command ends the connection and takes the replies of all others with it. Every quick command is idempotent,
/// so the batch is halved and sent again until the culprit stands alone. Before each halving Dovecot is asked whether it
/// is there at all: one that is down or hanging must not make every command look guilty.
struct BatchRun: Sendable {
    let client: DoveadmClient

    /// The answers in the commands' places. Throws when Dovecot as a whole does not answer.
    func answers(to operations: [QuickOperation]) async throws(MailStoreFailure) -> [MailStoreAnswer] {
        do {
            let replies = try await client.post(operations.map(\.command))
            return zip(operations, replies).map { $0.answer(to: $1) }
        } catch  where error.mayLieInTheCommands {
            try await insistOnLife()
            return try await answersApart(operations, after: error)
        } catch {
            throw error.failure
        }
    }

    private func answersApart(
        _ operations: [QuickOperation],
        after silence: DoveadmSilence
    ) async throws(MailStoreFailure) -> [MailStoreAnswer] {
        guard operations.count > 1 else {
            return [try await lastAnswer(operations[0], after: silence)]
        }
        let middle = operations.count / 2
        return try await answers(to: Array(operations[..<middle])) + answers(to: Array(operations[middle...]))
    }

    /// A command alone in its POST. One that takes too long may only be waiting for a lock; one that ends the connection
    /// is tried once more, in case Dovecot was being restarted just then.
    private func lastAnswer(
        _ operation: QuickOperation,
        after silence: DoveadmSilence
    ) async throws(MailStoreFailure) -> MailStoreAnswer {
        if silence == .timedOut { return Self.poisonous(operation, silence) }
        do {
            let replies = try await client.post([operation.command])
            return replies.first.map { operation.answer(to: $0) } ?? Self.poisonous(operation, silence)
        } catch  where error.mayLieInTheCommands {
            try await insistOnLife()
            return Self.poisonous(operation, error)
        } catch {
            throw error.failure
        }
    }

    private func insistOnLife() async throws(MailStoreFailure) {
        do { try await client.probe() } catch { throw error.failure }
    }

    private static func poisonous(_ operation: QuickOperation, _ silence: DoveadmSilence) -> MailStoreAnswer {
        .failed(
            reason: "\(operation.command.name): \(silence.reason), while other commands are answered",
            isRetriable: silence == .timedOut
        )
    }
}
