internal import ArgumentParser
internal import ConfigurationFiles
internal import DirectoryModel
internal import Foundation

/// `pamong totp readiness`
struct TotpReadinessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "readiness",
        abstract:
            "Say who logs in today and would be refused once the second factor is enforced, and by which protocol.",
        discussion: """
            Reads the gate's log of verdicts (secondFactor.gateLog), written while the gate only observes: in each account's \
            line stand the protocol, how many logins there were, the last of them, and why it will be refused. For rotated \
            logs: zcat -f gate.log* | pamong totp readiness --log -

            Exit codes: 0 nobody · 1 somebody · 2 the log cannot be read
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Option(help: ArgumentHelp("The log, or - for standard input.", valueName: "file"))
    var log: String?

    @Option(
        help: ArgumentHelp(
            "Only logins since this time: a date, an RFC 3339 time, or a duration back.",
            valueName: "time"
        )
    )
    var since: String?

    @Option(help: "The form: table, json or csv.")
    var format = StatusFormat.table

    func run() async throws {
        let configuration = try await options.load()
        guard let path = log ?? configuration.secondFactor.gateLog else {
            throw CommandFailure(.usage, "\(configuration.file): secondFactor.gateLog is missing: give --log")
        }
        var readiness = Readiness(since: try since.map { try beginning($0, configuration) })
        do {
            try LineFile.forEachLine(of: path) { readiness.add($0) }
        } catch let error as CommandFailure {
            throw error
        } catch {
            throw CommandFailure(.usage, "\(path) cannot be read: \(error)")
        }
        if readiness.unreadable > 0 { Terminal.remark("\(readiness.unreadable) lines of \(path) are no verdicts.") }
        Terminal.show(try readiness.rendered(as: format, LocalTime(zone: configuration.timeZone)))
        if !readiness.rows.isEmpty { throw ExitStatus.attention.code }
    }

    private func beginning(_ text: String, _ configuration: PamongConfiguration) throws -> Timestamp {
        if let back = DurationText.parse(text) { return .now - back }
        return try configuration.time(text, option: "--since")
    }
}
