public import DirectoryModel
public import SyncEngine
import Synchronization

/// A mail store that does nothing but remember what it was asked, and answers that it is done: for dry runs and for
/// shadow mode, where a worker follows a directory in production without touching a mailbox.
///
/// It keeps count of the mailboxes and archives that would exist by now, so that an audit that runs beside it sees what
/// the worker's own steps would have led to.
public final class RecordingMailStore: MailStore {
    private let state: Mutex<Recording>

    /// Starts with the mailboxes and archives that are taken to exist already.
    public init(mailboxes: Set<EntryUUID> = [], archives: Set<EntryUUID> = []) {
        state = Mutex(Recording(mailboxes: mailboxes, archives: archives))
    }

    /// Everything asked so far, in the order it was asked.
    public var operations: [MailStoreOperation] { state.withLock { $0.operations } }

    /// Takes what was asked so far and forgets it, so that a process that runs for months can print it piece by piece.
    public func takeOperations() -> [MailStoreOperation] {
        state.withLock { state in
            defer { state.operations = [] }
            return state.operations
        }
    }

    /// Records the operations and answers `done` to each, or no sessions to a count.
    public func perform(_ operations: [MailStoreOperation]) async throws -> [MailStoreAnswer] {
        state.withLock { state in operations.map { state.record($0) } }
    }

    /// The mailboxes that would exist by now.
    public func mailboxes() async throws -> Set<EntryUUID> { state.withLock { $0.mailboxes } }

    /// The archives that would exist by now.
    public func archives() async throws -> Set<EntryUUID> { state.withLock { $0.archives } }
}

/// What was asked, and what would exist if it had been carried out.
private struct Recording {
    var operations: [MailStoreOperation] = []
    var mailboxes: Set<EntryUUID>
    var archives: Set<EntryUUID>

    init(mailboxes: Set<EntryUUID>, archives: Set<EntryUUID>) {
        self.mailboxes = mailboxes
        self.archives = archives
    }

    mutating func record(_ operation: MailStoreOperation) -> MailStoreAnswer {
        operations.append(operation)
        switch operation {
        case .createMailbox(let account): mailboxes.insert(account)
        case .archive(let account): if mailboxes.remove(account) != nil { archives.insert(account) }
        case .restore(let account): if archives.remove(account) != nil { mailboxes.insert(account) }
        case .purge(let account): archives.remove(account)
        case .countSessions: return .sessions(0)
        case .flushLogins, .disconnect: break
        }
        return .done
    }
}
