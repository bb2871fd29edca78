internal import MailStores
internal import StateDatabase
internal import SyncEngine

extension PamongConfiguration {
    /// Lends Dovecot to `body`. Throws ``CommandFailure`` when the configuration says nothing of it.
    func withDovecot<Value>(_ body: (any MailStore) async throws -> Value) async throws -> Value {
        guard var store = mailStore else {
            throw CommandFailure(
                .usage,
                "\(file): doveadm.keyFile, doveadm.mailRoot and doveadm.archiveRoot are missing; "
                    + "without them a worker can only run with --shadow"
            )
        }
        store.batchSize = policy.batchSize
        store.parallel = policy.lanes
        return try await DovecotMailStore.withStore(store, body)
    }

    /// A store that only records, taking for granted what the state says was done before.
    static func recordingStore(_ state: StateDatabase) throws -> RecordingMailStore {
        try state.read { reader in
            RecordingMailStore(
                mailboxes: try reader.mailboxOwners(in: [.open, .cut, .blocked, .elsewhere]),
                archives: try reader.mailboxOwners(in: [.archived])
            )
        }
    }
}
