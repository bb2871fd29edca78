internal import DirectoryModel
internal import StateDatabase
internal import SyncEngine

/// Shows on a terminal how far a pass has come: entries taken in, then mailboxes still to be seen to.
struct ProgressLine: Sendable {
    let worker: Worker

    /// Redraws until cancelled; draws nothing where nobody watches.
    func draw() async {
        guard Terminal.isWatched else { return }
        var most = 0
        while !Task.isCancelled {
            let status = worker.status.current
            let waiting = (try? worker.state.read { try $0.workCounts().waiting }) ?? 0
            most = max(most, waiting)
            Terminal.progress(Self.text(status, waiting: waiting, most: most))
            try? await Task.sleep(for: .milliseconds(200))
        }
        Terminal.progress("")
    }

    /// One line of at most 79 columns.
    static func text(_ status: WorkerStatus.Values, waiting: Int, most: Int) -> String {
        guard status.phase != .refreshing, most > 0 else { return "reading the directory: \(status.changes) changes" }
        let width = 30
        let done = width * (most - waiting) / most
        let bar = String(repeating: "█", count: done) + String(repeating: "░", count: width - done)
        return "mailboxes \(bar) \(most - waiting) of \(most)"
    }
}
