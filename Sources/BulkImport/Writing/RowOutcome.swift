/// What became of one row.
public struct RowOutcome: Sendable, Hashable {
    /// How it ended.
    public enum Ending: Sendable, Hashable {
        /// It was written.
        case done
        /// There was nothing to write.
        case same
        /// The plan had refused it.
        case refused
        /// The directory refused it, or somebody else had changed the account since the plan was made.
        case failed
    }

    /// The row, as the plan has it.
    public let row: ImportPlan.Row
    /// How it ended.
    public let ending: Ending
    /// Why it did not get written, for people; empty when it was.
    public let reason: String

    init(_ row: ImportPlan.Row, _ ending: Ending, _ reason: String = "") {
        self.row = row
        self.ending = ending
        self.reason = reason
    }
}

extension RowOutcome.Ending {
    /// What files and the API show.
    public var name: String { "\(self)" }
}

/// What became of a whole upload.
public struct ImportResult: Sendable, Hashable {
    /// Rows that were written.
    public internal(set) var done = 0
    /// Rows with nothing to write.
    public internal(set) var same = 0
    /// Rows the plan had refused.
    public internal(set) var refused = 0
    /// Rows the directory refused.
    public internal(set) var failed = 0
    /// How many there are in all.
    public let rows: Int

    /// How many rows have an outcome.
    public var finished: Int { done + same + refused + failed }

    mutating func count(_ ending: RowOutcome.Ending) {
        switch ending {
        case .done: done += 1
        case .same: same += 1
        case .refused: refused += 1
        case .failed: failed += 1
        }
    }
}
