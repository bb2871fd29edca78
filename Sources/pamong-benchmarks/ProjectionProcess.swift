import DirectoryModel
import Foundation
import LDAPClient
import LDAPDirectory
import LocalStack
import Logging
import MailStores
import StateDatabase
import SyncEngine

/// A worker of its own in a process of its own, so that its memory and its start are measured and nothing else's: opens
/// the state, follows the directory until in sync, says how long that took, and ends.
struct ProjectionProcess {
    /// What a program that is to be this process is called with.
    static let argument = "--project"

    /// What a run took.
    struct Outcome {
        /// From before the process was started until it was in sync.
        var time: Duration
        /// The most memory it ever had, in MB (`VmHWM` of proc(5)).
        var megabytes: Double
    }

    private let state: String
    private let directory: WorkerAccess
    private let begun: Timestamp

    init(_ arguments: [String]) throws {
        guard arguments.count == 5, let begun = Int64(arguments[4]) else { throw BenchmarkFailure("a bad start") }
        state = arguments[1]
        directory = WorkerAccess(uri: arguments[2], passwordFile: arguments[3])
        self.begun = Timestamp(microseconds: begun)
    }

    /// Runs one on a state file, which need not exist yet.
    static func run(state: URL, slapd: SlapdServer) async throws -> Outcome {
        let arguments = [
            argument, state.path, slapd.uri, slapd.passwordFile(of: .worker).path, "\(Timestamp.now.microseconds)",
        ]
        let text = try await ShortCommand("/proc/self/exe", arguments, timeLimit: .seconds(300)).run()
        let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int64($0) }
        guard numbers.count == 2 else { throw BenchmarkFailure("the worker said: \(text)") }
        return Outcome(time: .microseconds(numbers[0]), megabytes: Double(numbers[1]) / 1000)
    }

    func run() async throws {
        let state = try StateDatabase(path: state)
        try await directory.worker(state: state, store: RecordingMailStore()).project()
        print(Timestamp.now.since(begun).microseconds, Self.peakKilobytes)
        try state.close()
    }

    /// The most memory this process ever had.
    static var peakKilobytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        return status.firstMatch(of: /VmHWM:\s+(\d+) kB/).flatMap { Int($0.1) } ?? 0
    }
}

/// How the worker's identity gets at a directory.
struct WorkerAccess {
    static let suffix = "dc=mail,dc=go,dc=id"
    static let mailHost = "narada.mail.go.id"

    let uri: String
    let passwordFile: String

    init(uri: String, passwordFile: String) {
        self.uri = uri
        self.passwordFile = passwordFile
    }

    init(_ slapd: SlapdServer) {
        self.init(uri: slapd.uri, passwordFile: slapd.passwordFile(of: .worker).path)
    }

    func source() throws -> LDAPDirectorySource {
        guard let server = LDAPServer(uri: uri) else { throw BenchmarkFailure("\(uri) is no directory") }
        let name = try DistinguishedName("cn=worker,ou=system,\(Self.suffix)")
        let password = try String(contentsOfFile: passwordFile, encoding: .utf8)
        let configuration = LDAPConfiguration(server: server, authentication: .simple(name, LDAPSecret(password)))
        return LDAPDirectorySource(configuration: configuration, suffix: try DistinguishedName(Self.suffix))
    }

    func worker(
        state: StateDatabase,
        store: any MailStore,
        policy: SyncPolicy = SyncPolicy(mailHost: mailHost)
    ) throws -> Worker {
        var logger = Logger(label: "benchmark")
        logger.logLevel = .error
        return try Worker(
            source: source(),
            store: store,
            state: state,
            policy: policy,
            suffix: Self.suffix,
            logger: logger
        )
    }
}
