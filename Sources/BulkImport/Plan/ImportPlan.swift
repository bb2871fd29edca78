internal import DirectoryModel
internal import LDAPClient

/// What an upload would do, row by row. Making it writes nothing.
public struct ImportPlan: Sendable {
    /// One row of the plan.
    public struct Row: Sendable, Hashable {
        /// The row's number, from 0.
        public let number: Int
        /// The line of the file it begins in, from 1.
        public let line: Int
        /// The account's address; empty when the row has none that can be read.
        public let address: String
        /// What is done about it.
        public let verdict: RowVerdict
    }

    /// How many rows get which verdict.
    public struct Summary: Sendable, Hashable {
        /// Accounts to be made.
        public var created = 0
        /// Accounts to be changed.
        public var changed = 0
        /// Accounts that are as the rows say.
        public var same = 0
        /// Rows that cannot be taken.
        public var refused = 0
        /// All rows.
        public var rows: Int { created + changed + same + refused }
        /// Rows to be written.
        public var writes: Int { created + changed }
    }

    /// The tenant it is for.
    public let target: ImportTarget
    /// What is said of accounts that do not say it themselves.
    public let policy: ImportPolicy
    /// The counts.
    public private(set) var summary = Summary()
    /// 16 hexadecimal digits that name exactly this plan: the same file on the same directory gives them again, and any
    /// difference in what would be written gives others.
    public private(set) var fingerprint = ""

    private let rows: RowTable
    private let lines: [Int32]
    private let known: KnownAccounts
    private var kinds: [RowVerdictKind] = []
    private var refusals: [Int: [RowRefusal]] = [:]

    init(
        _ draft: ImportDraft,
        _ known: KnownAccounts,
        _ rules: TenantRules,
        _ policy: ImportPolicy,
        _ target: ImportTarget
    ) {
        self.target = target
        self.policy = policy
        self.known = known
        rows = draft.rows
        lines = draft.lines
        kinds.reserveCapacity(draft.count)
        var judge = RowJudge(draft, known, rules, policy)
        for row in 0..<draft.count {
            let (kind, reasons) = judge.judge(row)
            kinds.append(kind)
            if !reasons.isEmpty { refusals[row] = reasons }
            summary.count(kind)
        }
        fingerprint = makeFingerprint()
    }

    /// How many rows there are.
    public var count: Int { kinds.count }

    /// A row by its number, from 0.
    public subscript(row: Int) -> Row {
        Row(number: row, line: Int(lines[row]), address: rows[row][.address] ?? "", verdict: verdict(row))
    }

    /// The rows of one kind, in the file's order.
    public func rows(_ kind: RowVerdictKind) -> some Sequence<Row> {
        kinds.indices.lazy.filter { kinds[$0] == kind }.map { self[$0] }
    }

    /// A row's kind, without making the rest of it.
    func kind(_ row: Int) -> RowVerdictKind { kinds[row] }

    /// What a row wants.
    func values(_ row: Int) -> ImportValues { rows[row] }

    /// What a row would change.
    func changes(_ row: Int) -> RowChanges { RowChanges(rows[row], known[row] ?? ImportValues(), policy) }

    /// Whether a row's account was registered when the plan was made.
    func isRegistered(_ row: Int) -> Bool { known.isRegistered(row) }

    private func verdict(_ row: Int) -> RowVerdict {
        switch kinds[row] {
        case .create: .create
        case .change: .change(changes(row).attributes)
        case .same: .same
        case .refused: .refused(refusals[row] ?? [])
        }
    }

    private func makeFingerprint() -> String {
        let fingerprint = PlanFingerprint()
        fingerprint.add(target.tenant.normalized)
        fingerprint.add(policy.mailHost ?? "")
        for row in kinds.indices {
            fingerprint.add(kinds[row].rawValue)
            rows.withBytes(of: row) { fingerprint.add($0) }
            known.withBytes(of: row) { fingerprint.add($0) }
        }
        return fingerprint.text()
    }
}

extension ImportPlan.Summary {
    fileprivate mutating func count(_ kind: RowVerdictKind) {
        switch kind {
        case .create: created += 1
        case .change: changed += 1
        case .same: same += 1
        case .refused: refused += 1
        }
    }
}
