import DirectoryModel
import MailStores
import SyncEngine
import Synchronization

/// A mail store that fails as it is told, and otherwise does what the recording one does.
final class FaultyStore: MailStore {
    enum Fault: Sendable {
        /// Answers.
        case none
        /// Cannot be reached at all.
        case down
        /// Answers that the operations of one account failed.
        case failing(EntryUUID, isRetriable: Bool)
        /// Drops every request that names one account.
        case dropping(EntryUUID)
    }

    private let store: RecordingMailStore
    private let fault = Mutex(Fault.none)
    private let requests = Mutex(0)
    private let interlude = Mutex<(@Sendable () async throws -> Void)?>(nil)

    init(_ store: RecordingMailStore) {
        self.store = store
    }

    var requestCount: Int { requests.withLock { $0 } }

    func set(_ fault: Fault) {
        self.fault.withLock { $0 = fault }
    }

    /// Has something happen while the next request is on its way.
    func duringNextRequest(_ body: @escaping @Sendable () async throws -> Void) {
        interlude.withLock { $0 = body }
    }

    func perform(_ operations: [MailStoreOperation]) async throws -> [MailStoreAnswer] {
        requests.withLock { $0 += 1 }
        let body = interlude.withLock { body in
            defer { body = nil }
            return body
        }
        try await body?()
        switch fault.withLock({ $0 }) {
        case .none: return try await store.perform(operations)
        case .down: throw MailStoreFailure("connection refused", isRetriable: true)
        case .dropping(let account):
            guard !operations.contains(where: { $0.concerns(account) }) else {
                throw MailStoreFailure("the connection was closed before the answer", isRetriable: true)
            }
            return try await store.perform(operations)
        case .failing(let account, let isRetriable):
            var answers: [MailStoreAnswer] = []
            for operation in operations {
                answers +=
                    operation.concerns(account)
                    ? [.failed(reason: "exit code 75", isRetriable: isRetriable)] : try await store.perform([operation])
            }
            return answers
        }
    }

    func mailboxes() async throws -> Set<EntryUUID> { try await store.mailboxes() }

    func archives() async throws -> Set<EntryUUID> { try await store.archives() }
}

extension MailStoreOperation {
    fileprivate func concerns(_ account: EntryUUID) -> Bool {
        switch self {
        case .createMailbox(let uuid), .archive(let uuid), .restore(let uuid), .purge(let uuid): uuid == account
        default: false
        }
    }
}
