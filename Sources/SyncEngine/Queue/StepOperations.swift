internal import DirectoryModel

extension MailboxStep {
    /// What a mail store is asked for this step. Caches are flushed before sessions are ended, or a client would come
    /// straight back out of the cache. `logins`: the names whose sessions end.
    func operations(account: EntryUUID, names: [MailAddress], logins: [MailAddress]) -> [MailStoreOperation] {
        switch self {
        case .create: [.createMailbox(account)]
        case .restore: [.restore(account)]
        case .refresh: [.flushLogins(names)]
        case .revoke: [.flushLogins(names)] + names.map(MailStoreOperation.disconnect)
        case .cut: [.flushLogins(names)] + logins.map(MailStoreOperation.disconnect)
        case .prove:
            [.flushLogins(names)] + names.map(MailStoreOperation.countSessions)
                + names.map(MailStoreOperation.disconnect) + names.map(MailStoreOperation.countSessions)
        case .archive: [.archive(account)]
        case .purge: [.purge(account)]
        }
    }
}

/// What a step came to.
enum StepOutcome: Sendable, Hashable {
    /// Done; for a proof, with the sessions that had come back since the cut.
    case done(returned: Int)
    /// Not done: try again later, or, when not retriable, set the account aside.
    case failed(reason: String, isRetriable: Bool)

    /// Reads the answers to ``MailboxStep/operations(account:names:logins:)``.
    init(_ step: MailboxStep, answers: ArraySlice<MailStoreAnswer>) {
        for case .failed(let reason, let isRetriable) in answers {
            self = .failed(reason: reason, isRetriable: isRetriable)
            return
        }
        let sessions = answers.compactMap { if case .sessions(let count) = $0 { count } else { nil } }
        guard step == .prove else {
            self = .done(returned: 0)
            return
        }
        let (before, after) = (sessions.prefix(sessions.count / 2), sessions.suffix(sessions.count / 2))
        let left = after.reduce(0, +)
        self =
            left == 0
            ? .done(returned: before.reduce(0, +))
            : .failed(reason: "\(left) sessions are still open after they were ended twice", isRetriable: true)
    }
}
