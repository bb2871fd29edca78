internal import ArgumentParser
internal import Demonstration
internal import Foundation
internal import SampleDirectory
internal import UnixSignals

/// `pamong demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show the whole main job on real servers, in a private folder, on loopback.",
        discussion: """
            Starts slapd, Dovecot, Postfix and a worker on sample data of all four services, shows mailboxes made, mail \
            delivered, a user blocked and cut off, a rename, a removal, a held batch, a quarantined entry and the \
            reports, and ends everything it started. Each line it prints was checked. Needs root, since Postfix does.
            """
    )

    @Option(
        help: "How much sample data: small (2,000 accounts) or full (266,087).",
        transform: { text in
            guard let scale = SampleScale(rawValue: text) else { throw ValidationError("small or full, not \(text)") }
            return scale
        }
    )
    var scale = SampleScale.small

    @Option(help: "An empty or new folder to put everything in; it is kept. A temporary one otherwise.")
    var directory: String?

    @Flag(help: "Leave everything running at the end, until interrupted. endpoints.json tells where it is.")
    var keep = false

    func run() async throws {
        let program = Bundle.main.executableURL ?? URL(filePath: "/proc/self/exe")
        let demonstration = Demonstration(
            DemonstrationOptions(
                directory: directory.map { URL(filePath: $0) },
                scale: scale,
                keepsRunning: keep,
                program: program
            )
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await demonstration.run() }
            group.addTask { try await Self.waitForInterrupt() }
            // Interrupted or finished: what runs is told to end its servers, and waited for.
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private static func waitForInterrupt() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { return }
    }
}
