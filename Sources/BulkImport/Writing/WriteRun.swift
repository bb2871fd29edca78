internal import DirectoryModel
internal import LDAPClient
internal import Synchronization

/// What the connections of one run share: the plan, the next row, and the tally.
final class WriteRun: Sendable {
    private struct State {
        var next = 0
        var result: ImportResult
    }

    let plan: ImportPlan
    let writer: ImportWriter
    private let report: @Sendable (RowOutcome) throws -> Void
    private let state: Mutex<State>

    init(_ plan: ImportPlan, _ writer: ImportWriter, report: @escaping @Sendable (RowOutcome) throws -> Void) {
        self.plan = plan
        self.writer = writer
        self.report = report
        state = Mutex(State(result: ImportResult(rows: plan.count)))
    }

    var result: ImportResult { state.withLock { $0.result } }

    /// The next row to be written; `nil` when all are taken.
    func next() -> Int? {
        state.withLock { state in
            while state.next < plan.count {
                defer { state.next += 1 }
                let kind = plan.kind(state.next)
                if kind == .create || kind == .change { return state.next }
            }
            return nil
        }
    }

    func finish(_ outcome: RowOutcome) throws {
        state.withLock { $0.result.count(outcome.ending) }
        try report(outcome)
    }

    /// Tells of the rows that nothing is written for.
    func reportUnwritten() throws {
        for number in 0..<plan.count {
            switch plan.kind(number) {
            case .same: try finish(RowOutcome(plan[number], .same))
            case .refused:
                let row = plan[number]
                guard case .refused(let reasons) = row.verdict else { continue }
                try finish(RowOutcome(row, .refused, reasons.map(\.description).joined(separator: "; ")))
            case .create, .change: continue
            }
        }
    }
}
