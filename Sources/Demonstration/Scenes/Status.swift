internal import Foundation
internal import LocalStack

extension Platform {
    /// What an operator sees: the commands ask the running worker.
    func showStatus() async throws {
        narrator.chapter("What an operator sees")
        let status = try await command(["status"])
        narrator.show("$ pamong status\n\(status.text)")
        try narrator.check("the worker says that it is in sync", status.exit == .code(0), otherwise: "\(status.exit)")
        let doctor = try await command([
            "doctor", "--slapd", stack.slapd.adminURI, "--dovecot", try stack.dovecot.configuration.path,
            "--postfix", try stack.postfix.configuration.path,
        ])
        let verdict = doctor.text.split(separator: "\n").last.map(String.init) ?? ""
        try narrator.check("pamong doctor: \(verdict)", doctor.exit == .code(0), otherwise: doctor.text)
    }

    /// Runs a command of this program on the demonstration's configuration.
    func command(_ arguments: [String]) async throws -> ShortCommand.Outcome {
        try await ShortCommand(program.path, arguments + ["--config", configuration.path]).outcome()
    }
}
