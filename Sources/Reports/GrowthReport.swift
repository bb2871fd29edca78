public import DirectoryModel
public import Foundation
public import StateDatabase

/// The counts at the end of one period.
public struct GrowthPoint: Sendable, Hashable, Codable {
    /// The day or month: `2026-11-21`, `2026-11`.
    public let period: String
    /// When it was counted: the period's end, or the end of the series within it. What happens at this very moment is
    /// not counted yet.
    @CodedTime public var end: Timestamp
    /// Accounts that are uploaded, active or blocked; `nil` before the ledger's start, which nothing tells.
    public let accounts: Int?
    /// Those whose owner has registered.
    public let registered: Int
    /// Those that are blocked; `nil` before the ledger's start.
    public let blocked: Int?
    /// Those with an active second factor; `nil` before the ledger's start.
    public let twoFactor: Int?
    /// Whether this was before the ledger's start. `registered` then counts the registration times of accounts known
    /// since: accounts that had left before are missing, so the truth was this or more.
    public let reconstructed: Bool

    init(_ period: String, end: Timestamp, counts: Counts) {
        self.period = period
        accounts = counts.accounts
        registered = counts.registered
        blocked = counts.blocked
        twoFactor = counts.secondFactor
        reconstructed = false
        _end = CodedTime(wrappedValue: end)
    }

    init(_ period: String, end: Timestamp, reconstructed registered: Int) {
        self.period = period
        self.registered = registered
        (accounts, blocked, twoFactor) = (nil, nil, nil)
        reconstructed = true
        _end = CodedTime(wrappedValue: end)
    }
}

/// The points of one service, or of all that the report is about.
public struct GrowthSeries: Sendable, Hashable, Codable {
    /// The service; `nil` in the total.
    public let service: String?
    /// One point per period, in order.
    public let points: [GrowthPoint]
}

/// How the counts grew, by day or month.
public struct GrowthReport: Sendable, Hashable, Codable {
    /// The step.
    public let by: GrowthStep
    /// The beginning, as asked for.
    @CodedTime public var from: Timestamp
    /// The end; what lies after `generated` is not shown.
    @CodedTime public var to: Timestamp
    /// When the report was made.
    @CodedTime public var generated: Timestamp
    /// The zone whose midnights end the periods.
    public let timeZone: String
    /// Whether the ledger reaches back to `from`.
    public let complete: Bool
    /// Why not.
    public let reason: String?
    /// Since when changes are recorded.
    @CodedTime public var recordedSince: Timestamp
    /// One series per service, by name.
    public let services: [GrowthSeries]
    /// All services together.
    public let total: GrowthSeries

    /// Counts.
    ///
    /// Throws ``ReportError``: `noLedger`, `badPeriod`, `unknownName`, and `doesNotAddUp` when the ledger does not lead
    /// to today's census.
    public init(
        reading reader: StateReader,
        by step: GrowthStep,
        from: Timestamp,
        to: Timestamp,
        zone: TimeZone = ReportTime.defaultZone,
        selection: ReportSelection = .everything,
        generated: Timestamp
    ) throws {
        let book = try LedgerBook(reading: reader)
        guard from < to else {
            throw ReportError(.badPeriod, "the series is empty: it ends at \(to.rfc3339) and begins at \(from.rfc3339)")
        }
        let periods = try CalendarPeriod.covering(from, min(to, max(generated, from)), by: step, zone: zone)
        var series = GrowthTally(book, chosen: try selection.choose(from: book.scopes))
        series.ends = periods.map { min($0.end, to, max(generated, from)) }
        try reader.forEachMovement { series.add($0) }
        try series.finish()
        try reader.forEachRegistration(before: book.start) { series.addRegistration(scope: $0, time: $1) }
        services = series.services.enumerated().map { index, service in
            GrowthSeries(service: service, points: series.points(periods, column: index))
        }
        total = GrowthSeries(service: nil, points: series.points(periods, column: series.services.count))
        by = step
        timeZone = zone.identifier
        complete = from >= book.start
        reason =
            complete
            ? nil
            : "the ledger begins at \(book.start.rfc3339); what is shown before it are the registration times of accounts "
                + "that were still there then"
        _from = CodedTime(wrappedValue: from)
        _to = CodedTime(wrappedValue: to)
        _generated = CodedTime(wrappedValue: generated)
        _recordedSince = CodedTime(wrappedValue: book.start)
    }
}
