internal import DirectoryModel
internal import Foundation
internal import Logging
internal import MailStores
internal import StateDatabase
internal import SyncEngine

/// Finds out what a pass would do, on a copy of the state: the pipeline of a real pass up to its last arrow.
struct DryRun {
    /// The real state file; it need not exist yet, and is not touched.
    let statePath: String
    let policy: SyncPolicy
    let suffix: String

    /// What would be done, and what would be held or quarantined.
    struct Result {
        var planned: [PlannedAccount]
        var holds: [Hold]
        var quarantined: Int
    }

    /// Takes in what changed in the directory and plans.
    func run(_ source: any DirectorySource) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pamong-dry-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        let copy = folder.appending(path: "state.sqlite").path
        if FileManager.default.fileExists(atPath: statePath) {
            let original = try StateDatabase(path: statePath)
            try original.copy(to: copy)
            try original.close()
        }
        return try await plan(source, StateDatabase(path: copy))
    }

    private func plan(_ source: any DirectorySource, _ state: StateDatabase) async throws -> Result {
        let worker = try Worker(
            source: source,
            store: RecordingMailStore(),
            state: state,
            policy: policy,
            suffix: suffix,
            logger: Logger(label: "pamong.dry-run") { _ in SwiftLogNoOpLogHandler() }
        )
        try await worker.project()
        let result = Result(
            planned: try PlannedAccount.all(in: state, policy: policy).filter { !$0.steps.isEmpty },
            holds: try state.read { try $0.holds(in: .open) },
            quarantined: try state.read { try $0.quarantineCount() }
        )
        try state.close()
        return result
    }
}
