internal import ArgumentParser
internal import ConfigurationFiles
internal import Foundation
internal import Glibc

/// `pamong-gate`: the login gate in front of the directory. An executable of its own, since it reads passwords: nothing
/// that it does not need is linked into it.
@main
struct PamongGate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pamong-gate",
        abstract: "Lets people and mail servers log in to the directory, with their second factor.",
        discussion: """
            An LDAP server in front of slapd. It passes everything on as it is but simple binds by accounts: there it asks \
            for the second factor that the account has, or that its service demands by now. SIGTERM ends it in order, \
            SIGHUP reads the key ring again and opens the audit log anew.

            It reads one configuration file: --config, or $PAMONG_GATE_CONFIG, or /etc/pamong/pamong-gate.yaml.

            Exit codes: 0 ended in order, or the configuration is right · 1 something failed · 2 wrong usage or configuration
            """,
        version: "1.0.0"
    )

    @Option(name: .shortAndLong, help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?

    @Flag(help: "Only read the configuration, the key ring and the certificates, and say what is wrong with them.")
    var check = false

    static func main() async {
        // A peer that goes away must be an error of one connection, never the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do {
            try ProcessHardening.apply()
            let command = try parse()
            try await command.run()
        } catch {
            GateOutcome(error).end()
        }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let path = config ?? environment["PAMONG_GATE_CONFIG"] ?? "/etc/pamong/pamong-gate.yaml"
        let settings = try await GateSettings.load(file: path, environment: environment)
        let process = try GateProcess(settings)
        if check {
            print("\(path) is right")
        } else {
            try await process.runUntilSignal()
        }
    }
}

/// How the gate ends when something was thrown: with a message and an exit code.
struct GateOutcome {
    let message: String
    let code: Int32

    init(_ error: any Error) {
        switch error {
        case let error as ConfigurationError:
            (message, code) = (error.description, 2)
        case let error as SecretFile.Refusal:
            (message, code) = ("pamong-gate: \(error)", 2)
        default:
            let parsed = PamongGate.exitCode(for: error)
            // The argument parser knows its own errors, and requests for help; all others mean that something failed.
            guard parsed != .failure else {
                (message, code) = ("pamong-gate: \(error)", 1)
                return
            }
            (message, code) = (PamongGate.fullMessage(for: error), parsed == .validationFailure ? 2 : parsed.rawValue)
        }
    }

    /// Help that was asked for goes to standard output, everything else to standard error.
    func end() -> Never {
        let channel = code == 0 ? FileHandle.standardOutput : FileHandle.standardError
        if !message.isEmpty { try? channel.write(contentsOf: Data((message + "\n").utf8)) }
        exit(code)
    }
}
