import DirectoryModel
import StateDatabase

/// The sums of one level, before they become a row: a set of scopes that is looked at as one.
struct LevelSums {
    var opening = Counts()
    var closing = Counts()
    var risen = Counts()
    var fallen = Counts()
    var movedIn = Counts()
    var movedOut = Counts()
    /// What happened to accounts while they moved between two scopes of this level; the moves themselves do not show.
    var inside = LedgerTally.Motion()
}

extension LevelSums {
    /// Sums up levels: `level` says which one a scope belongs to, `nil` for a scope that is in none.
    static func add(
        _ tally: LedgerTally,
        _ book: LedgerBook,
        levels: Int,
        level: (Int64) -> Int?
    ) -> [LevelSums] {
        var result = Array(repeating: LevelSums(), count: levels)
        for scope in book.scopes.keys {
            guard let place = level(scope) else { continue }
            let sums = tally.sums[Int(scope)]
            result[place].opening += (book.baseline[scope] ?? Counts()) + sums.before
            result[place].closing += (book.census[scope] ?? Counts()) - sums.after
            result[place].risen += sums.changes.risen
            result[place].fallen += sums.changes.fallen
        }
        for (route, moves) in tally.moves {
            guard let place = level(route.scope) else { continue }
            guard level(route.peer ?? -1) != place else { continue }
            result[place].movedIn += moves.risen
            result[place].movedOut += moves.fallen
        }
        for (pair, motion) in tally.passages {
            guard let place = level(pair.lower), level(pair.upper) == place else { continue }
            result[place].inside.risen += motion.risen
            result[place].inside.fallen += motion.fallen
        }
        return result
    }

    /// One level for every distinct name, in their order; scopes of equal names (a tenant deleted and made again) are one.
    static func byName(
        _ tally: LedgerTally,
        _ book: LedgerBook,
        _ names: [Int64: [String]]
    ) -> [(name: [String], sums: LevelSums)] {
        let ordered = Set(names.values).sorted { $0.lexicographicallyPrecedes($1) }
        let places = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, $0) })
        let levels = names.compactMapValues { places[$0] }
        let sums = add(tally, book, levels: ordered.count) { levels[$0] }
        return zip(ordered, sums).map { ($0, $1) }
    }

    /// The row of a report. Throws ``ReportError`` (`doesNotAddUp`) unless every line of it adds up.
    func row(service: String?, tenant: String?) throws -> DeltaRow {
        var row = DeltaRow(service: service, tenant: tenant)
        row.tenants = TenantFlow(
            opening: opening.tenants,
            added: risen.tenants,
            removed: fallen.tenants,
            closing: closing.tenants
        )
        row.accounts = AccountFlow(
            opening: opening.accounts,
            created: risen.accounts,
            movedIn: movedIn.accounts,
            movedOut: movedOut.accounts,
            removed: fallen.accounts,
            closing: closing.accounts
        )
        row.registered = quality(\.registered)
        row.blocked = quality(\.blocked)
        row.twoFactor = quality(\.secondFactor)
        try row.check()
        try check(quality(\.administrators), "administrators", row)
        return row
    }

    private func quality(_ count: KeyPath<Counts, Int>) -> QualityFlow {
        QualityFlow(
            opening: opening[keyPath: count],
            gained: risen[keyPath: count] + movedIn[keyPath: count] + inside.risen[keyPath: count],
            lost: fallen[keyPath: count] + movedOut[keyPath: count] + inside.fallen[keyPath: count],
            closing: closing[keyPath: count]
        )
    }

    private func check(_ flow: QualityFlow, _ measure: String, _ row: DeltaRow) throws {
        try row.expect(flow.opening + flow.gained - flow.lost, flow.closing, measure)
    }
}

extension DeltaRow {
    /// Throws ``ReportError`` (`doesNotAddUp`) for the first line whose opening count and changes do not give its closing
    /// count. Openings are counted forward from the ledger's start and closings back from the census, so this is a check
    /// of the ledger and not of our own arithmetic.
    public func check() throws {
        try expect(tenants.opening + tenants.added - tenants.removed, tenants.closing, "tenants")
        try expect(
            accounts.opening + accounts.created + accounts.movedIn - accounts.movedOut - accounts.removed,
            accounts.closing,
            "accounts"
        )
        for (flow, measure) in [(registered, "registered"), (blocked, "blocked"), (twoFactor, "twoFactor")] {
            try expect(flow.opening + flow.gained - flow.lost, flow.closing, measure)
        }
    }

    func expect(_ counted: Int, _ census: Int, _ measure: String) throws {
        guard counted != census else { return }
        throw ReportError.doesNotAddUp(
            Imbalance(service: service, tenant: tenant, measure: measure, counted: counted, census: census)
        )
    }
}
