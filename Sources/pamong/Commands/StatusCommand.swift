internal import ArgumentParser
internal import DirectoryModel
internal import LDAPDirectory
internal import StateDatabase
internal import SyncEngine
internal import WorkerAPI

/// `pamong status`
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say whether this mail host is in sync, and what waits.",
        discussion: """
            Asks the worker; when none runs, reads its state and asks the directory how far it is.

            Exit codes, for monitoring: 0 in sync · 1 not in sync, or batches, failed steps or a failing mail store wait for \
            a person · 3 cannot tell: neither worker nor directory answered, or nothing has run here yet
            """
    )

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let configuration = try await options.load()
        let report = try await configuration.withAccess { access in
            switch access {
            case .worker(let client): try await client.status()
            case .file(let state): try await fromFile(state, configuration)
            }
        }
        let text = StatusText(report: report, time: LocalTime(zone: configuration.timeZone))
        Terminal.show(json ? try JSONText.of(report) : text.text)
        let status = StatusText.status(of: report)
        if status != .fine { throw status.code }
    }

    /// No worker runs, as where `pamong sync` is started by a timer: the state is current when the directory has nothing
    /// newer.
    private func fromFile(_ state: StateDatabase, _ configuration: PamongConfiguration) async throws -> StatusReport {
        let (report, cookie) = try state.read {
            (try StatusReport(reading: $0, mailHost: configuration.policy.mailHost), try $0.cookie())
        }
        do {
            return Self.compared(report, ours: cookie, directory: try await configuration.directory.source().position())
        } catch {
            throw CommandFailure(.unknown, "no worker answers, and neither does the directory: \(error)")
        }
    }

    /// What the directory's position says about a state that nobody is following with.
    static func compared(_ report: StatusReport, ours: CookieVector, directory: CookieVector) -> StatusReport {
        var report = report
        report.isInSync = report.ledgerStart != nil && !directory.isAhead(of: ours) && !ours.isAhead(of: directory)
        if !report.isInSync {
            report.problem =
                report.ledgerStart == nil
                ? "no pass has been completed yet"
                : ours.isAhead(of: directory)
                    ? "the directory is behind what was seen of it"
                    : "the directory has changes that no pass took in yet"
        }
        return report
    }
}
