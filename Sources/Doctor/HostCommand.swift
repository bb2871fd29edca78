internal import Foundation

/// A short command of this host's mail servers, such as `doveconf`: run to its end, away from the cooperative pool.
struct HostCommand: Sendable {
    /// What a command left behind.
    struct Outcome: Sendable, Hashable {
        let code: Int32
        let output: String
        let errors: String
    }

    let program: String
    let arguments: [String]

    /// Whether the program is on this host.
    var exists: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// Runs it; killed after `patience`. Throws when it cannot be started.
    func run(patience: Duration = .seconds(20)) async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try wait(patience) }) }
        }
    }

    /// Output goes to files, which unlike pipes do not fill up while nobody reads.
    private func wait(_ patience: Duration) throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pamong-doctor-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        let (output, errors) = (folder.appending(path: "output"), folder.appending(path: "errors"))
        for file in [output, errors] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        if ended.wait(timeout: .now() + .seconds(Int(patience.components.seconds))) == .timedOut {
            process.terminate()
            ended.wait()
        }
        return Outcome(
            code: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self)
        )
    }
}
