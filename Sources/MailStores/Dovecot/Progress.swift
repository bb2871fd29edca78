import DirectoryModel
import SyncEngine

/// What came of one unit of work.
enum UnitOutcome: Sendable {
    /// Answers with their places in the list of operations.
    case answered([(Int, MailStoreAnswer)])
    /// Nothing is known.
    case failed(MailStoreFailure)
}

/// The answers collected so far, and the first failure of the store as a whole, after which nothing more is sent.
struct Progress {
    let operations: [MailStoreOperation]
    private var collected: [MailStoreAnswer?]
    private var failed: Set<EntryUUID> = []
    private var failure: MailStoreFailure?

    init(_ operations: [MailStoreOperation]) {
        self.operations = operations
        collected = Array(repeating: nil, count: operations.count)
    }

    /// Whether anything more should be sent.
    var goesOn: Bool { failure == nil }

    /// Whether nothing went wrong before with the mailbox that this is about. Answers in its place otherwise.
    mutating func mayStart(_ unit: OperationSchedule.Unit) -> Bool {
        guard case .procedure(let place) = unit, let account = operations[place].mailbox, failed.contains(account)
        else {
            return true
        }
        collected[place] = .failed(reason: "an operation on this mailbox failed before it", isRetriable: true)
        return false
    }

    mutating func note(_ outcome: UnitOutcome) {
        switch outcome {
        case .answered(let answers): for (place, answer) in answers { note(answer, at: place) }
        case .failed(let failure): self.failure = self.failure ?? failure
        }
    }

    private mutating func note(_ answer: MailStoreAnswer, at place: Int) {
        collected[place] = answer
        if case .failed = answer, let account = operations[place].mailbox { failed.insert(account) }
    }

    /// An answer to each operation. Throws the failure when there is none at all.
    func answers() throws(MailStoreFailure) -> [MailStoreAnswer] {
        guard let failure else {
            return collected.map { $0 ?? .failed(reason: "it was not carried out", isRetriable: true) }
        }
        guard collected.contains(where: { $0 != nil }) else { throw failure }
        return collected.map { $0 ?? .failed(reason: failure.description, isRetriable: failure.isRetriable) }
    }
}

extension MailStoreOperation {
    /// The account whose mailbox it is about; `nil` for operations on sessions.
    fileprivate var mailbox: EntryUUID? {
        switch self {
        case .createMailbox(let account), .archive(let account), .restore(let account), .purge(let account): account
        case .flushLogins, .disconnect, .countSessions: nil
        }
    }
}
