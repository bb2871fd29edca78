import Foundation
import LocalStack

/// The built `pamong`, run to its end as an operator runs it.
struct PamongRun {
    let status: Int32
    let output: String
    let complaint: String

    /// The executable beside the test bundle.
    static var executable: String {
        var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
            folder = bundle.bundleURL.deletingLastPathComponent()
        }
        return folder.appending(path: "pamong").path
    }

    init(_ arguments: [String], input: String = "", environment: [String: String] = [:]) async throws {
        let command = ShortCommand(Self.executable, arguments, input: Data(input.utf8), environment: environment)
        let outcome = try await command.outcome()
        guard case .code(let code) = outcome.exit else { throw LocalStackError("pamong ended by \(outcome.exit)") }
        status = code
        output = outcome.text
        complaint = String(decoding: outcome.errors, as: UTF8.self)
    }
}
