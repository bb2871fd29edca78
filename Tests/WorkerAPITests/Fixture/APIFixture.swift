import DirectoryModel
import Foundation
import Logging
import StateDatabase
import SyncEngine

@testable import WorkerAPI

/// A worker on a state file of its own, over a scripted directory.
final class APIFixture: Sendable {
    let folder: URL
    let state: StateDatabase
    let worker: Worker
    let directory: ScriptedDirectory
    let store = CountingStore()

    init(accounts: ClosedRange<UInt64> = 1...20, holdsAudits: Bool = false) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "api-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        state = try StateDatabase(path: folder.appending(path: "state.sqlite").path)
        directory = ScriptedDirectory(
            SampleEntries.tree() + accounts.map { SampleEntries.account($0) },
            holdsAudits: holdsAudits
        )
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        worker = try Worker(
            source: directory,
            store: store,
            state: state,
            policy: SyncPolicy(mailHost: "narada"),
            suffix: SampleEntries.suffix,
            logger: logger
        )
    }

    deinit {
        try? state.close()
        try? FileManager.default.removeItem(at: folder)
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func api(_ address: WorkerAPIAddress? = nil, metrics: MetricsListener? = nil) throws -> WorkerAPI {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return try WorkerAPI(
            worker: worker,
            configuration: WorkerAPI.Configuration(
                address: address,
                metrics: metrics,
                timeZone: .gmt,
                mailHost: "narada"
            ),
            logger: logger
        )
    }

    /// A worker in sync whose guard holds a block of the first ten accounts: more than a tenth of the tenant.
    static func withHold() async throws -> APIFixture {
        let fixture = try APIFixture()
        try await fixture.worker.runOnce(patience: .seconds(60))
        fixture.directory.set((1...10).map { SampleEntries.account($0, status: .blocked, version: 1) })
        try await fixture.worker.project()
        return fixture
    }
}

/// A mail store that does nothing and says that it is done.
final class CountingStore: MailStore {
    func perform(_ operations: [MailStoreOperation]) async throws -> [MailStoreAnswer] {
        operations.map { if case .countSessions = $0 { .sessions(0) } else { .done } }
    }

    func mailboxes() async throws -> Set<EntryUUID> { Set((1...20).map { EntryUUID(high: 2, low: $0) }) }

    func archives() async throws -> Set<EntryUUID> { [] }
}
