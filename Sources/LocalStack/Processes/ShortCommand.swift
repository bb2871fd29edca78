public import Foundation
import Glibc

/// A tool that runs to its end: slapadd, ldapmodify, postmap.
public struct ShortCommand: Sendable {
    /// What a tool that ended left behind.
    public struct Outcome: Sendable {
        /// How it ended.
        public let exit: ChildProcess.Exit
        /// Everything it wrote to standard output.
        public let output: Data
        /// Everything it wrote to standard error.
        public let errors: Data

        /// The output as text.
        public var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// Path of the program.
    public var program: String
    /// Its arguments. Never a password: arguments are open to everybody on the machine.
    public var arguments: [String]
    /// What it reads from standard input.
    public var input: Data
    /// Variables besides a minimal environment.
    public var environment: [String: String]
    /// When it is killed.
    public var timeLimit: Duration

    /// Describes a command; nothing runs yet.
    public init(
        _ program: String,
        _ arguments: [String],
        input: Data = Data(),
        environment: [String: String] = [:],
        timeLimit: Duration = .seconds(60)
    ) {
        self.program = program
        self.arguments = arguments
        self.input = input
        self.environment = environment
        self.timeLimit = timeLimit
    }

    /// Runs the tool and waits for its end, whatever its exit code. Cancelling the task kills it.
    public func outcome() async throws -> Outcome {
        let files = try (0..<3).map { _ in try NamelessFile() }
        try files[0].write(input)
        let streams = ChildProcess.Streams(input: files[0].number, output: files[1].number, errors: files[2].number)
        let process = try ChildProcess.start(program, arguments, environment: environment, streams: streams)
        do {
            let exit = try await process.waitForExit(within: timeLimit)
            return Outcome(exit: exit, output: files[1].contents, errors: files[2].contents)
        } catch {
            await process.terminate(grace: .zero)
            throw error
        }
    }

    /// Runs the tool and insists on success.
    /// - Returns: what it wrote to standard output.
    /// - Throws: `LocalStackError` with the error output when the exit code is not 0.
    @discardableResult
    public func run() async throws -> String {
        let outcome = try await outcome()
        guard outcome.exit == .code(0) else {
            let errors = String(decoding: outcome.errors.suffix(4000), as: UTF8.self)
            throw LocalStackError("\(program) failed (\(outcome.exit))", details: errors)
        }
        return outcome.text
    }
}

/// A file whose name is gone before anything is written: unlike a pipe it does not fill up while nobody reads.
private final class NamelessFile {
    let number: Int32

    init() throws {
        var path = Array("\(NSTemporaryDirectory())/pamong-XXXXXX".utf8CString)
        number = mkstemp(&path)
        guard number >= 0 else { throw LocalStackError("no temporary file: \(String(cString: strerror(errno)))") }
        unlink(path)
    }

    deinit { close(number) }

    func write(_ data: Data) throws {
        try FileHandle(fileDescriptor: number, closeOnDealloc: false).write(contentsOf: data)
        lseek(number, 0, SEEK_SET)
    }

    var contents: Data {
        lseek(number, 0, SEEK_SET)
        return (try? FileHandle(fileDescriptor: number, closeOnDealloc: false).readToEnd()) ?? Data()
    }
}
