public import DirectoryModel
public import StateDatabase

/// What changed between two moments, per service, per tenant and in total; it adds up, or it is not made.
///
/// The period is half open: a change at `from` itself belongs to it, one at `to` to the next period, so consecutive
/// periods neither share nor miss anything. Per tenant every move shows; a service does not show moves between its own
/// tenants, and in the total moves between what the report is about show nowhere.
public struct DeltaReport: Sendable, Hashable, Codable {
    /// The beginning, as asked for.
    @CodedTime public var from: Timestamp
    /// The end, which does not belong to the period.
    @CodedTime public var to: Timestamp
    /// When the report was made.
    @CodedTime public var generated: Timestamp
    /// Whether the ledger reaches back to `from`.
    public let complete: Bool
    /// Why not. The opening counts are then those of the ledger's start, and so are the changes counted from there on.
    public let reason: String?
    /// Since when changes are recorded, when that is why the report is not complete.
    public let recordedSince: CodedTime?
    /// One row per service, by name; none when the report is about a single tenant.
    public let services: [DeltaRow]
    /// One row per tenant that exists or existed in the period, by service and name.
    public private(set) var tenants: [DeltaRow]
    /// All that the report is about, as one.
    public let total: DeltaRow

    /// Counts.
    ///
    /// Throws ``ReportError``: `noLedger`, `badPeriod`, `beforeLedger` when `to` is not after the ledger's start,
    /// `unknownName`, `doesNotAddUp`.
    public init(
        reading reader: StateReader,
        from: Timestamp,
        to: Timestamp,
        selection: ReportSelection = .everything,
        generated: Timestamp
    ) throws {
        let book = try LedgerBook(reading: reader)
        try Self.check(from: from, to: to, book: book)
        var tally = LedgerTally(book, from: max(from, book.start), to: to)
        try reader.forEachMovement { tally.add($0) }
        try self.init(tally, book, from: from, to: to, selection: selection, generated: generated)
    }

    init(
        _ tally: LedgerTally,
        _ book: LedgerBook,
        from: Timestamp,
        to: Timestamp,
        selection: ReportSelection,
        generated: Timestamp
    ) throws {
        if let scope = tally.strayScope { throw ReportError.strayScope(scope) }
        let chosen = try selection.choose(from: book.scopes)
        tenants = try Self.rows(tally, book, chosen.mapValues { [$0.service, $0.tenant] }).filter { !$0.isEmpty }
        services = selection.tenant == nil ? try Self.rows(tally, book, chosen.mapValues { [$0.service] }) : []
        total = try LevelSums.add(tally, book, levels: 1) { chosen[$0] == nil ? nil : 0 }[0].row(
            service: nil,
            tenant: nil
        )
        complete = from >= book.start
        reason =
            complete
            ? nil
            : "the ledger begins at \(book.start.rfc3339); opening counts are of that moment, changes are counted from it"
        recordedSince = complete ? nil : CodedTime(wrappedValue: book.start)
        _from = CodedTime(wrappedValue: from)
        _to = CodedTime(wrappedValue: to)
        _generated = CodedTime(wrappedValue: generated)
    }

    private static func check(from: Timestamp, to: Timestamp, book: LedgerBook) throws {
        guard from < to else {
            throw ReportError(
                .badPeriod,
                "the period is empty: it ends at \(to.rfc3339), which does not belong to it, and begins at \(from.rfc3339)"
            )
        }
        guard to > book.start else { throw ReportError.beforeLedger(book.start) }
    }

    /// The same without its tenants, for whoever looks at services only: there may be thousands of tenants.
    public func withoutTenants() -> Self {
        var report = self
        report.tenants = []
        return report
    }

    private static func rows(_ tally: LedgerTally, _ book: LedgerBook, _ names: [Int64: [String]]) throws -> [DeltaRow]
    {
        try LevelSums.byName(tally, book, names).map { name, sums in
            try sums.row(service: name[0], tenant: name.count > 1 ? name[1] : nil)
        }
    }
}

extension ReportError {
    static func strayScope(_ scope: Int64) -> ReportError {
        ReportError(
            .doesNotAddUp,
            "the ledger names a tenant (\(scope)) that the state file does not know; it is damaged"
        )
    }
}
