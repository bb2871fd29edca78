internal import BulkImport
internal import Synchronization

/// How far an upload's work has come.
enum UploadProgress: Sendable, Hashable {
    /// Others are served first.
    case waiting
    /// So many rows of the file were read.
    case reading(rows: Int)
    /// So many entries of the directory were looked at.
    case asking(entries: Int)
    /// So many of all accounts to be written have been.
    case writing(done: Int, of: Int)

    /// The share that is done, where it is known.
    var share: Double? {
        guard case .writing(let done, let total) = self else { return nil }
        return total == 0 ? 1 : min(Double(done) / Double(total), 1)
    }
}

/// Where the work says how far it is, and pages look.
final class ProgressBoard: Sendable {
    private let state = Mutex(UploadProgress.waiting)

    var progress: UploadProgress { state.withLock { $0 } }

    func show(_ progress: UploadProgress) { state.withLock { $0 = progress } }

    func note(_ progress: ImportPlanner.Progress) {
        switch progress {
        case .reading(let rows): show(.reading(rows: rows))
        case .asking(let entries): show(.asking(entries: entries))
        }
    }

    /// Counts an account that was written, or should have been.
    func count(_ outcome: RowOutcome, of total: Int) {
        guard outcome.ending == .done || outcome.ending == .failed else { return }
        state.withLock { state in
            if case .writing(let done, _) = state {
                state = .writing(done: done + 1, of: total)
            } else {
                state = .writing(done: 1, of: total)
            }
        }
    }
}
