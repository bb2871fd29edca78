internal import ArgumentParser
internal import Reports
internal import WorkerAPI

/// `pamong quarantine`
struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Look at entries that break a rule of the platform.",
        subcommands: [QuarantineListCommand.self]
    )
}

/// `pamong quarantine list`
struct QuarantineListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the entries in quarantine: what is wrong, and how to mend it.",
        discussion: """
            Such an entry keeps its last good state in force, and leaves quarantine by itself once it is mended in the \
            directory.

            Exit codes: 0 it is empty · 1 it is not · 3 cannot tell
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let configuration = try await options.load()
        let items = try await configuration.withAccess { access in
            try await access.ask(worker: { try await $0.quarantine() }, file: { try QuarantineItem.all(reading: $0) })
        }
        Terminal.show(
            json ? try JSONText.of(items) : QuarantineText.list(items, LocalTime(zone: configuration.timeZone))
        )
        if !items.isEmpty { throw ExitStatus.attention.code }
    }
}

/// Quarantined entries for people.
enum QuarantineText {
    static func list(_ items: [QuarantineItem], _ time: LocalTime) -> String {
        guard !items.isEmpty else { return "The quarantine is empty.\n" }
        return items.map { entry($0, time) }.joined(separator: "\n")
    }

    private static func entry(_ item: QuarantineItem, _ time: LocalTime) -> String {
        let served = item.isServed ? "its last good state is served" : "it was never good: nothing is served"
        var text = "\(harmless(item.dn))\n  since \(time.text(item.since)); \(served)\n"
        for finding in item.findings {
            text +=
                "  \(finding.attribute): \(finding.rule): \(harmless(finding.detail))\n    to mend: \(finding.remedy)\n"
        }
        return text
    }

    /// Control characters in a value could move the cursor or colour the terminal.
    private static func harmless(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
            )
        )
    }
}
