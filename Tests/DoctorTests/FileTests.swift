import Foundation
import StateDatabase
import Testing

@testable import Doctor

struct FileTests {
    private func inFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    private func write(_ text: String, _ file: URL, mode: Int) throws -> String {
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        return file.path
    }

    @Test(arguments: [
        ("secret\n", 0o600, Finding.Outcome.ok), ("secret", 0o400, .ok), ("secret", 0o640, .failed),
        ("secret", 0o604, .failed), ("\n", 0o600, .failed), ("one\ntwo\n", 0o600, .warning),
    ]) func `a secret file is judged by mode and shape, and its content never shown`(
        _ text: String,
        _ mode: Int,
        _ outcome: Finding.Outcome
    ) async throws {
        try await inFolder { folder in
            let finding = Finding.judge(secretFile: FileFacts(try write(text, folder.appending(path: "s"), mode: mode)))
            #expect(finding.outcome == outcome)
            #expect(!finding.what.contains("secret") || !text.contains("secret"))
        }
    }

    @Test func `a missing secret and a folder in its place are failures`() async throws {
        try await inFolder { folder in
            #expect(Finding.judge(secretFile: FileFacts(folder.path)).what.contains("not a file"))
            #expect(Finding.judge(secretFile: FileFacts(folder.path + "/none")).outcome == .failed)
        }
    }

    @Test func `a configuration file that others may write is a failure`() async throws {
        try await inFolder { folder in
            let path = try write("x", folder.appending(path: "c"), mode: 0o664)
            #expect(Finding.judge(configurationFile: FileFacts(path)).outcome == .failed)
            _ = try write("x", folder.appending(path: "c"), mode: 0o644)
            #expect(Finding.judge(configurationFile: FileFacts(path)).outcome == .ok)
            #expect(Finding.judge(configurationFile: FileFacts(path + "x")).outcome == .failed)
        }
    }

    @Test func `a state file is whole, missing, no database, or damaged inside`() async throws {
        try await inFolder { folder in
            let path = folder.appending(path: "state.sqlite").path
            #expect(await outcome(path) == .skipped)
            let state = try StateDatabase(path: path)
            try state.write { writer in
                for number in 0..<2000 {
                    try writer.set(.suffix, to: "dc=\(number)")
                    try writer.save(
                        Node(id: Int64(number + 1), dn: "ou=\(number),\(String(repeating: "x", count: 200))")
                    )
                }
            }
            try state.close()
            #expect(await outcome(path) == .ok)
            try damage(path)
            #expect(await outcome(path) == .failed)
            try Data("this is no database, though it is long enough to be one".utf8).write(to: URL(filePath: path))
            #expect(await outcome(path) == .failed)
        }
    }

    private func outcome(_ path: String) async -> Finding.Outcome? {
        await StateExamination(path: path).findings().first { $0.check == .stateFile }?.outcome
    }

    /// Overwrites pages in the middle of the file.
    private func damage(_ path: String) throws {
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        defer { try? handle.close() }
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: size / 2 / 4096 * 4096)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: 4096 * 8))
    }
}
