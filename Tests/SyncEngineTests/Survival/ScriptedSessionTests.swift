import DirectoryModel
import Foundation
import LocalStack
import Logging
import MailStores
import StateDatabase
import TestEntries
import Testing

@testable import SyncEngine

/// Sessions that a real provider shows rarely, message by message.
struct ScriptedSessionTests {
    private static let suffix = SampleEntries.suffix
    private static let accounts = "ou=accounts,o=a,cn=s,\(suffix)"

    private static func csn(_ second: Int, server: Int = 1) -> String {
        "202601010000\(second < 10 ? "0" : "")\(second).000000Z#000000#00\(server)#000000"
    }

    private static func entry(
        _ number: UInt64,
        _ dn: String,
        _ content: ObservedContent,
        second: Int = 1,
        server: Int = 1
    ) -> ObservedEntry {
        ObservedEntry(
            uuid: EntryUUID(high: 9, low: number),
            csn: EntryCSN(bytes: Array(csn(second, server: server).utf8)),
            dn: dn,
            parent: (DNText.parent(of: dn) ?? "").lowercased(),
            content: content
        )
    }

    private static func account(
        _ number: UInt64,
        second: Int = 1,
        server: Int = 1,
        status: AccountStatus = .active
    ) -> ObservedEntry {
        let address = "u\(number)@s.go.id"
        let observed = ObservedAccount(address: MailAddress(address), mailHost: SampleEntries.host, status: status)
        return entry(number, "mail=\(address),\(accounts)", .account(observed), second: second, server: server)
    }

    private static let tree = [
        entry(1001, suffix, .container(.plain)),
        entry(1002, "cn=s,\(suffix)", .container(.service(Service(name: "s", domains: ["s.go.id"])))),
        entry(1003, "o=a,cn=s,\(suffix)", .container(.tenant(Tenant(name: "a")))),
        entry(1004, accounts, .container(.plain)),
    ]

    private static func changes(_ entries: [ObservedEntry]) -> [DirectoryChange] { entries.map { .entry($0) } }

    private static func end(_ ending: RefreshEnding, _ second: Int, server: Int = 1) -> DirectoryChange {
        .refreshCompleted(ending, cookie: CookieVector(csns: [server: csn(second, server: server)]))
    }

    private static func policy() -> SyncPolicy {
        var policy = WorkerRig.quickPolicy
        policy.believableAbsence = 1
        return policy
    }

    /// A state that was loaded from a tree with so many accounts, and a worker on it.
    private func withLoadedState(
        accounts: ClosedRange<UInt64> = 1...4,
        _ body: (StateDatabase, (ScriptedSource) throws -> Worker) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pamong-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let state = try StateDatabase(path: folder.appending(path: "state.sqlite").path)
        let store = RecordingMailStore()
        func worker(_ source: ScriptedSource) throws -> Worker {
            try Worker(
                source: source,
                store: store,
                state: state,
                policy: Self.policy(),
                suffix: Self.suffix,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
        }
        let entries = Self.tree + accounts.map { Self.account($0) }
        let load = Self.changes(entries) + [Self.end(.deletionsWereNamed, 10)]
        try await worker(ScriptedSource(batches: [load])).project()
        try await body(state, worker)
        try state.close()
    }

    private func known(_ state: StateDatabase) throws -> Set<UInt64> {
        try state.read { reader in
            var numbers: Set<UInt64> = []
            try reader.forEachAccount { numbers.insert($0.account.uuid.low) }
            return numbers
        }
    }

    private func present(_ numbers: [UInt64]) -> DirectoryChange {
        .unchanged((numbers + Self.tree.map(\.uuid.low)).map { EntryUUID(high: 9, low: $0) })
    }

    @Test func `an unmentioned entry that is found when it is looked for stays`() async throws {
        try await withLoadedState { state, worker in
            let batch = [present([1, 2]), Self.end(.unmentionedAreGone, 20)]
            let source = ScriptedSource(
                batches: [batch],
                entries: [Self.account(3)],
                reached: CookieVector(csns: [1: Self.csn(20)])
            )
            try await worker(source).project()
            #expect(try known(state) == [1, 2, 3])
            #expect(try state.read { try $0.cookie() }.csns[1] == Self.csn(20))
        }
    }

    @Test func `a delete phase takes away what it names and nothing else`() async throws {
        try await withLoadedState { state, worker in
            let batch: [DirectoryChange] = [
                .deleted(EntryUUID(high: 9, low: 2)), Self.end(.deletionsWereNamed, 20),
            ]
            try await worker(ScriptedSource(batches: [batch], reached: CookieVector(csns: [1: Self.csn(20)]))).project()
            #expect(try known(state) == [1, 3, 4])
        }
    }

    @Test func `a provider that has not seen an entry yet cannot say that it is gone`() async throws {
        try await withLoadedState { state, worker in
            // Account 5 comes from another server that the next provider has not heard of.
            let first: [DirectoryChange] = [
                .entry(Self.account(5, second: 15, server: 2)), Self.end(.deletionsWereNamed, 15),
            ]
            try await worker(ScriptedSource(batches: [first], reached: CookieVector(csns: [1: Self.csn(15)]))).project()
            let second = [present([1, 2, 3]), Self.end(.unmentionedAreGone, 20)]
            try await worker(ScriptedSource(batches: [second], reached: CookieVector(csns: [1: Self.csn(20)])))
                .project()
            #expect(try known(state) == [1, 2, 3, 5])
        }
    }

    @Test func `a provider that is behind is refused before it can say anything`() async throws {
        try await withLoadedState { state, worker in
            let batch = [present([]), Self.end(.unmentionedAreGone, 5)]
            let source = ScriptedSource(batches: [batch], reached: CookieVector(csns: [1: Self.csn(5)]))
            let refusing = try worker(source)
            let error = await #expect(throws: ProviderBehind.self) { try await refusing.project() }
            #expect(error?.description.contains("server id 1") == true)
            #expect(try known(state) == [1, 2, 3, 4])
        }
    }

    @Test func `a refresh that breaks off concludes nothing`() async throws {
        try await withLoadedState { state, worker in
            let source = ScriptedSource(
                batches: [[present([1])], [.cookie(CookieVector(csns: [1: Self.csn(30)]))]],
                reached: CookieVector(csns: [1: Self.csn(30)])
            )
            let broken = try worker(source)
            await #expect(throws: Interruption.self) { try await broken.project() }
            #expect(try known(state) == [1, 2, 3, 4])
            #expect(try state.read { try $0.cookie() }.csns[1] == Self.csn(10))
        }
    }

    @Test func `changes behind the end of a refresh in the same batch wait for it`() async throws {
        try await withLoadedState { state, worker in
            let batch: [DirectoryChange] = [
                present([1, 2, 3]), Self.end(.unmentionedAreGone, 20), .entry(Self.account(4, second: 21)),
                .cookie(CookieVector(csns: [1: Self.csn(21)])),
            ]
            try await worker(ScriptedSource(batches: [batch], reached: CookieVector(csns: [1: Self.csn(21)]))).project()
            #expect(try known(state) == [1, 2, 3, 4])
            #expect(try state.read { try $0.cookie() }.csns[1] == Self.csn(21))
        }
    }

    @Test func `a complete resync after lost state believes what is absent, however new it was`() async throws {
        try await withLoadedState { state, worker in
            try state.write { try $0.forgetCookie() }
            let batch = Self.changes(Self.tree + [Self.account(1)]) + [Self.end(.deletionsWereNamed, 0)]
            try await worker(ScriptedSource(batches: [batch])).project()
            #expect(try known(state) == [1])
            #expect(try state.read { try $0.cookie() }.csns[1] == Self.csn(0))
        }
    }

    @Test func `a provider that can do nothing with our position is compared as a whole`() async throws {
        try await withLoadedState { state, worker in
            let batch =
                Self.changes(Self.tree + [Self.account(1), Self.account(2)]) + [Self.end(.deletionsWereNamed, 20)]
            let reached = CookieVector(csns: [1: Self.csn(20)])
            let refusing = ScriptedSource(batches: [batch], reached: reached, refusal: RefreshRequired())
            let worker = try worker(refusing)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await worker.run() }
                try await waitUntil("all was compared") { try known(state) == [1, 2] }
                group.cancelAll()
                do { try await group.waitForAll() } catch is CancellationError {}
            }
            #expect(try state.read { try $0.cookie() } == reached)
        }
    }

    @Test func `an entry sent twice in a first load counts once, as it was sent last`() async throws {
        try await withLoadedState { state, _ in
            let fresh = try StateDatabase(path: state.path + ".second")
            let twice = [Self.account(1), Self.account(2), Self.account(1, second: 2, status: .blocked)]
            let batch = Self.changes(Self.tree + twice) + [Self.end(.deletionsWereNamed, 10)]
            let ingest = try Ingest(state: fresh, policy: Self.policy(), suffix: Self.suffix)
            _ = try await ingest.beginSession()
            #expect(try await ingest.apply(batch[...]).becameInSync)
            #expect(try known(fresh) == [1, 2])
            let counts = try fresh.read { try $0.census() }.values.reduce(Counts(), +)
            #expect(counts.accounts == 2)
            #expect(counts.blocked == 1)
            try fresh.close()
        }
    }

    @Test func `an audit leaves alone what the stream brought while it looked`() async throws {
        try await withLoadedState { state, worker in
            let worker = try worker(ScriptedSource(entries: [Self.account(1, second: 3)]))
            var differences = Ingest.Differences()
            differences.found = [Self.account(1, second: 3, status: .blocked)]
            differences.gone = [EntryUUID(high: 9, low: 2), EntryUUID(high: 9, low: 3)]
            for number in UInt64(1)...3 {
                differences.compared[EntryUUID(high: 9, low: number)] = Self.account(number).csn
            }
            _ = try await worker.ingest.apply([.entry(Self.account(1, second: 5)), .entry(Self.account(2, second: 5))])
            _ = try await worker.ingest.mend(differences)
            #expect(try known(state) == [1, 2, 4])
            let first = try #require(try state.read { try $0.account(EntryUUID(high: 9, low: 1)) })
            #expect(first.account.status == .active)
        }
    }

    @Test func `an account blocked and unblocked in one batch is no suspect`() async throws {
        try await withLoadedState { state, worker in
            let worker = try worker(ScriptedSource())
            _ = try await worker.ingest.apply([
                .entry(Self.account(1, second: 2, status: .blocked)), .entry(Self.account(1, second: 3)),
            ])
            #expect(try state.read { try $0.passedSuspects(since: Timestamp(microseconds: 0)) }.isEmpty)
        }
    }
}
