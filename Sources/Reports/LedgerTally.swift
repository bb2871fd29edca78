import DirectoryModel
import StateDatabase

/// The ledger's rows summed per scope, apart for the time before, during and after a period: all that a delta needs, from
/// one pass. The period is half open: `from` belongs to it, `to` does not.
struct LedgerTally {
    /// The sums of one scope. During the period, moves are kept apart (``moves``), for whether a move shows depends on
    /// the level that is looked at.
    struct Sums {
        var before = Counts()
        var risen = Counts()
        var fallen = Counts()
        var after = Counts()
    }

    /// The two ends of a move, seen from the scope whose row it is; `peer` is `nil` when the row does not name it.
    struct Route: Hashable {
        let scope: Int64
        let peer: Int64?
    }

    /// What the moves along one route did to the scope.
    struct Moves {
        var risen = Counts()
        var fallen = Counts()
    }

    private let from: Int64
    private let to: Int64
    private(set) var sums: [Sums]
    private(set) var moves: [Route: Moves] = [:]
    /// A scope a row names and the scope table does not.
    private(set) var strayScope: Int64?

    /// `lastScope` is the highest number of any scope: scopes are numbered from 1 without great gaps, so an array serves.
    init(from: Timestamp, to: Timestamp, lastScope: Int64) {
        self.from = from.microseconds
        self.to = to.microseconds
        sums = Array(repeating: Sums(), count: Int(lastScope) + 1)
    }

    mutating func add(_ row: LedgerMovement) {
        let scope = Int(row.scope)
        guard sums.indices.contains(scope) else {
            strayScope = row.scope
            return
        }
        if row.time < from {
            sums[scope].before += row.counts
        } else if row.time >= to {
            sums[scope].after += row.counts
        } else if row.event.isMove {
            moves[Route(scope: row.scope, peer: row.peer), default: Moves()].risen += row.counts.risen
            moves[Route(scope: row.scope, peer: row.peer), default: Moves()].fallen += row.counts.fallen
        } else {
            sums[scope].risen += row.counts.risen
            sums[scope].fallen += row.counts.fallen
        }
    }
}
