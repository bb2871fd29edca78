internal import BulkImport
internal import Synchronization

/// Shows on a terminal how far an upload has come, at most five times a second.
final class ImportProgressLine: Sendable {
    private struct State {
        var written = 0
        var shown: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    func show(_ progress: ImportPlanner.Progress) {
        switch progress {
        case .reading(let rows): draw("reading the file: \(rows) rows")
        case .asking(let entries): draw("asking the directory: \(entries) entries")
        }
    }

    /// Counts a row that was written, or should have been.
    func count(_ outcome: RowOutcome, of total: Int) {
        guard outcome.ending == .done || outcome.ending == .failed else { return }
        let written = state.withLock { state in
            state.written += 1
            return state.written
        }
        draw(Self.text(written, of: total))
    }

    func clear() { Terminal.progress("") }

    /// One line of at most 79 columns.
    static func text(_ written: Int, of total: Int) -> String {
        let width = 30
        let done = width * written / max(total, 1)
        let bar = String(repeating: "█", count: done) + String(repeating: "░", count: width - done)
        return "accounts \(bar) \(written) of \(total)"
    }

    private func draw(_ text: String) {
        guard Terminal.isWatched else { return }
        let isDue = state.withLock { state in
            let now = ContinuousClock.now
            if let shown = state.shown, now - shown < .milliseconds(200) { return false }
            state.shown = now
            return true
        }
        if isDue { Terminal.progress(text) }
    }
}

/// The rows the directory refused, the first of which are told at the end, however the upload ends.
final class ImportFailures: Sendable {
    private struct State {
        var first: [String] = []
        var count = 0
    }

    private let state = Mutex(State())

    func note(_ outcome: RowOutcome) {
        guard outcome.ending == .failed else { return }
        state.withLock { state in
            state.count += 1
            guard state.first.count < ImportText.refusedShown else { return }
            state.first.append("line \(outcome.row.line) \(outcome.row.address): \(outcome.reason)")
        }
    }

    func show() {
        let (first, count) = state.withLock { ($0.first, $0.count) }
        for text in first { Terminal.remark(text) }
        if count > first.count { Terminal.remark("and \(count - first.count) more; --result keeps them all") }
    }
}
