internal import Foundation
internal import LocalStack

extension Platform {
    /// What an operator sees: the commands ask the running worker.
    func showStatus() async throws {
        narrator.chapter("What an operator sees")
        let status = try await command(["status"])
        narrator.show("$ pamong status\n\(status.text)")
        try narrator.check("the worker says that it is in sync", status.exit == .code(0), otherwise: "\(status.exit)")
    }

    /// Runs a command of this program on the demonstration's configuration.
    func command(_ arguments: [String]) async throws -> ShortCommand.Outcome {
        try await ShortCommand(program.path, arguments + ["--config", configuration.path]).outcome()
    }
}
