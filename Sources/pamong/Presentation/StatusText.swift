internal import ConfigurationFiles
internal import DirectoryModel
internal import WorkerAPI

/// A worker's status for people, and what it means for monitoring.
struct StatusText {
    let report: StatusReport
    let time: LocalTime

    /// Whether somebody has to look: not in sync, batches that wait, steps that were given up, a store that fails.
    static func status(of report: StatusReport) -> ExitStatus {
        let isWaiting = report.holdsOpen > 0 || report.work.setAside > 0
        let isUnmended = report.lastAudit.map { !$0.isClean && !$0.isRepaired } ?? false
        return report.isInSync && report.mailStoreProblem == nil && !isWaiting && !isUnmended ? .fine : .attention
    }

    var text: String {
        let lines = [("", headline)] + details.filter { !$0.1.isEmpty }
        return lines.map { $0.0.isEmpty ? $0.1 : "  " + $0.0 + String(repeating: " ", count: 14 - $0.0.count) + $0.1 }
            .joined(separator: "\n") + "\n"
    }

    private var headline: String {
        let host = report.mailHost.map { " (\($0))" } ?? ""
        return (report.isInSync ? "In sync" : "NOT in sync") + host
    }

    private var details: [(String, String)] {
        [
            ("worker", worker),
            ("problem", report.problem ?? ""),
            ("mail store", report.mailStoreProblem ?? ""),
            ("last in sync", time.text(report.lastInSync)),
            ("lag", report.lagSeconds.map { DurationText.format(.milliseconds(Int64($0 * 1000))) } ?? "unknown"),
            ("work", "\(report.work.waiting) waiting, \(report.work.held) held, \(report.work.setAside) set aside"),
            ("holds", report.holdsOpen == 0 ? "none open" : "\(report.holdsOpen) open: `pamong holds list`"),
            (
                "quarantine",
                report.quarantined == 0 ? "empty" : "\(report.quarantined) entries: `pamong quarantine list`"
            ),
            ("mailboxes", mailboxes),
            ("last audit", audit),
        ]
    }

    private var worker: String {
        switch report.phase {
        case .notRunning: "not running"
        case .disconnected: "no session with the directory"
        case .refreshing: "taking in what changed (\(report.changes) changes so far)"
        case .following:
            "following; \(report.changes) changes in \(report.sessions) session\(report.sessions == 1 ? "" : "s")"
        }
    }

    private var mailboxes: String {
        let boxes = report.mailboxes
        return "\(boxes.open) open, \(boxes.blocked + boxes.cut) blocked, \(boxes.archived) archived"
    }

    private var audit: String {
        guard let audit = report.lastAudit else { return "never" }
        let differences = audit.stale + audit.vanished + audit.withoutMailbox + audit.withoutAccount
        let result =
            audit.isClean ? "clean" : "\(differences) differences\(audit.isRepaired ? ", mended where possible" : "")"
        return "\(time.text(audit.ended)), \(audit.compared) entries: \(result)"
    }
}
