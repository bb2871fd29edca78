import DirectoryModel
import MailStores
import SyncEngine
import Testing

struct RecordingTests {
    @Test func `everything asked is remembered in order and answered as done`() async throws {
        let account = EntryUUID(high: 1, low: 2)
        let login = MailAddress(trusted: "budi@x.go.id")
        let operations: [MailStoreOperation] = [.createMailbox(account), .disconnect(login), .countSessions(login)]
        let store = RecordingMailStore()
        #expect(try await store.perform(operations) == [.done, .done, .sessions(0)])
        #expect(store.operations == operations)
        #expect(store.takeOperations() == operations)
        #expect(store.operations.isEmpty)
    }

    @Test func `what would exist follows from what was asked`() async throws {
        let (known, new) = (EntryUUID(high: 1, low: 1), EntryUUID(high: 2, low: 2))
        let store = RecordingMailStore(mailboxes: [known])
        _ = try await store.perform([.createMailbox(new), .archive(known), .archive(known)])
        #expect(try await store.mailboxes() == [new])
        #expect(try await store.archives() == [known])
        _ = try await store.perform([.restore(known), .archive(new), .purge(new)])
        #expect(try await store.mailboxes() == [known])
        #expect(try await store.archives().isEmpty)
    }
}
