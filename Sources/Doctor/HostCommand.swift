internal import Foundation
internal import Subprocess
internal import SystemPackage

/// A short command of this host's mail servers, such as `doveconf`: run to its end.
struct HostCommand: Sendable {
    /// What a command left behind.
    struct Outcome: Sendable, Hashable {
        let code: Int32
        let output: String
        let errors: String
    }

    let program: String
    let arguments: [String]

    /// The longest output that is read, in bytes.
    private static let outputLimit = 4 << 20

    /// Whether the program is on this host.
    var exists: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// Runs it; killed after `patience`. Throws when it cannot be started, takes too long or writes too much.
    func run(patience: Duration = .seconds(20)) async throws -> Outcome {
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            group.addTask { try await finish() }
            group.addTask {
                try await Task.sleep(for: patience)
                throw TooSlow(program: program, patience: patience)
            }
            // Cancelling the command's task kills the command.
            defer { group.cancelAll() }
            guard let outcome = try await group.next() else { throw TooSlow(program: program, patience: patience) }
            return outcome
        }
    }

    private func finish() async throws -> Outcome {
        let result = try await Subprocess.run(
            .path(FilePath(program)),
            arguments: Arguments(arguments),
            output: .string(limit: Self.outputLimit),
            error: .string(limit: Self.outputLimit)
        )
        let code: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): 128 + signal
            }
        return Outcome(code: code, output: result.standardOutput, errors: result.standardError)
    }

    /// A command that did not end in time.
    struct TooSlow: Error, CustomStringConvertible {
        let program: String
        let patience: Duration

        var description: String { "\(program) did not end within \(patience.components.seconds) seconds" }
    }
}
