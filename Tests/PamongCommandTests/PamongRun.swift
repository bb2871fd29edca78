import Foundation
import LocalStack

/// The built `pamong`, run as an operator runs it.
struct PamongRun {
    let status: Int32
    let output: String
    let complaint: String

    /// The executable beside the test bundle.
    static var executable: URL {
        var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
            folder = bundle.bundleURL.deletingLastPathComponent()
        }
        return folder.appending(path: "pamong")
    }

    /// Runs a command to its end.
    init(_ arguments: [String], environment: [String: String] = [:]) async throws {
        let (process, output, errors) = try Self.start(arguments, environment: environment)
        async let text = Self.all(output)
        async let complaint = Self.all(errors)
        (self.output, self.complaint) = (await text, await complaint)
        process.waitUntilExit()
        status = process.terminationStatus
    }

    /// Starts a command that goes on; whoever starts it ends it.
    static func start(_ arguments: [String], environment: [String: String] = [:]) throws -> (Process, Pipe, Pipe) {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "LDAPNOINIT": "1"].merging(environment) { $1 }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return (process, output, errors)
    }

    private static func all(_ pipe: Pipe) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let data = (try? pipe.fileHandleForReading.readToEnd()) ?? nil
                continuation.resume(returning: String(decoding: data ?? Data(), as: UTF8.self))
            }
        }
    }
}
