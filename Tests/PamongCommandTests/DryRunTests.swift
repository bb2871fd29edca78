import DirectoryModel
import Foundation
import Logging
import MailStores
import StateDatabase
import SyncEngine
import Testing

@testable import pamong

struct DryRunTests {
    private let policy = SyncPolicy(mailHost: FixedDirectory.host)

    private func dryRun(_ path: String) -> DryRun {
        DryRun(statePath: path, policy: policy, suffix: FixedDirectory.suffix)
    }

    private func pass(_ path: String, _ directory: FixedDirectory) async throws {
        let state = try StateDatabase(path: path)
        let worker = try Worker(
            source: directory,
            store: RecordingMailStore(),
            state: state,
            policy: policy,
            suffix: FixedDirectory.suffix,
            logger: Logger(label: "test")
        )
        try await worker.runOnce(patience: .seconds(60))
        try state.close()
    }

    @Test func `a dry run leaves the state's files as they are, byte for byte`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "state.sqlite").path
        try await pass(path, FixedDirectory(statuses: [.active, .active]))
        let before = try contents(folder)
        let result = try await dryRun(path).run(FixedDirectory(statuses: [.active, .blocked, .active], second: 2))
        #expect(result.planned.map(\.row.account.address.text) == ["a1@mail.go.id", "a2@mail.go.id"])
        #expect(result.planned.map(\.steps) == [[.cut], [.create]])
        #expect(try contents(folder) == before)
    }

    @Test func `a dry run beside an owner reads what the owner has written`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "state.sqlite").path
        let lock = try #require(try StateLock.take(forState: path))
        let state = try StateDatabase(path: path)
        try await pass(path, FixedDirectory(statuses: [.active, .active]))
        let result = try await dryRun(path).run(FixedDirectory(statuses: [.active, .blocked], second: 2))
        #expect(result.planned.map(\.steps) == [[.cut]])
        #expect(try state.read { try $0.workCounts().waiting } == 0)
        try state.close()
        withExtendedLifetime(lock) {}
    }

    private func contents(_ folder: TemporaryFolder) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: folder.url.appending(path: $0))) }
        )
    }

    @Test func `a dry run before the first pass makes no state file`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "state.sqlite").path
        let result = try await dryRun(path).run(FixedDirectory(statuses: [.active, .uploaded]))
        #expect(result.planned.map(\.steps) == [[.create]])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    @Test func `the plan names steps, accounts and what would be held`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "state.sqlite").path
        try await pass(path, FixedDirectory(statuses: Array(repeating: .active, count: 20)))
        let blocked = FixedDirectory(statuses: Array(repeating: .blocked, count: 20), second: 2)
        let text = PlanText(result: try await dryRun(path).run(blocked), limit: 3)
        #expect(text.text.contains("cut"))
        #expect(text.text.contains("a0@mail.go.id"))
        #expect(text.text.contains("and 17 more"))
        #expect(text.text.contains("Held as a batch: kota of mail.go.id"))
        let json = try #require(try JSONSerialization.jsonObject(with: Data(try text.json().utf8)) as? [String: Any])
        #expect((json["accounts"] as? [Any])?.count == 20)
    }

    @Test func `with nothing to do the plan says so`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "state.sqlite").path
        let directory = FixedDirectory(statuses: [.active])
        try await pass(path, directory)
        #expect(PlanText(result: try await dryRun(path).run(directory), limit: 3).text == "Nothing would be done.\n")
    }
}
