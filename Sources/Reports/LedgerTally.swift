import DirectoryModel
import StateDatabase

/// The ledger's rows summed per scope, apart for the time before, during and after a period: all that a delta needs, from
/// one pass. The period is half open: `from` belongs to it, `to` does not.
struct LedgerTally {
    /// The sums of one scope. During the period, moves are kept apart (``moves``), for whether a move shows depends on
    /// the level that is looked at.
    struct Sums {
        var before = Counts()
        var changes = Motion()
        var after = Counts()
    }

    /// The two ends of a move, seen from the scope whose row it is; `peer` is `nil` when the row does not name it.
    struct Route: Hashable {
        let scope: Int64
        let peer: Int64?
    }

    /// Two scopes, in either order.
    struct Pair: Hashable {
        let lower: Int64
        let upper: Int64

        init(_ one: Int64, _ other: Int64) {
            (lower, upper) = (min(one, other), max(one, other))
        }
    }

    /// What rose and what fell, apart, so that one account's gain does not hide another's loss.
    struct Motion {
        var risen = Counts()
        var fallen = Counts()

        mutating func add(_ counts: Counts) {
            risen += counts.risen
            fallen += counts.fallen
        }
    }

    private let from: Int64
    private let to: Int64
    private let known: [Bool]
    /// By scope.
    private(set) var sums: [Sums]
    private(set) var moves: [Route: Motion] = [:]
    private var arrived: [Pair: Motion] = [:]
    private var underWay: [Pair: Counts] = [:]
    private var lastMove = Int64.min
    /// A scope a row names and the scope table does not.
    private(set) var strayScope: Int64?

    init(_ book: LedgerBook, from: Timestamp, to: Timestamp) {
        self.from = from.microseconds
        self.to = to.microseconds
        known = book.known
        sums = Array(repeating: Sums(), count: known.count)
    }

    mutating func add(_ row: LedgerMovement) {
        let scope = Int(row.scope)
        guard known.indices.contains(scope), known[scope] else {
            strayScope = row.scope
            return
        }
        if row.time < from {
            sums[scope].before += row.counts
        } else if row.time >= to {
            sums[scope].after += row.counts
        } else if row.event.isMove {
            addMove(row)
        } else {
            sums[scope].changes.add(row.counts)
        }
    }
    /// What the moves between two scopes did to both together: nothing, but for what happened to an account on its way,
    /// such as a block in the same write. The two rows of a move have the same time, the entry's own CSN, by which they
    /// are put together.
    var passages: [Pair: Motion] {
        var passages = arrived
        for (pair, counts) in underWay { passages[pair, default: Motion()].add(counts) }
        return passages
    }

    private mutating func addMove(_ row: LedgerMovement) {
        moves[Route(scope: row.scope, peer: row.peer), default: Motion()].add(row.counts)
        guard let peer = row.peer else { return }
        if row.time != lastMove {
            for (pair, counts) in underWay { arrived[pair, default: Motion()].add(counts) }
            underWay.removeAll(keepingCapacity: true)
            lastMove = row.time
        }
        underWay[Pair(row.scope, peer), default: Counts()] += row.counts
    }
}
