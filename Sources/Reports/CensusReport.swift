public import DirectoryModel
public import StateDatabase

/// The counts of one level at one moment.
public struct CensusRow: Sendable, Hashable, Codable {
    /// The service; `nil` in the total.
    public var service: String?
    /// The tenant, empty for accounts right below the service; `nil` in a service and in the total.
    public var tenant: String?
    /// Tenants.
    public var tenants: Int
    /// Administrators of these tenants: on sakti the "Admin KPPN".
    public var administrators: Int
    /// Accounts that are uploaded, active or blocked.
    public var uploaded: Int
    /// Those whose owner has registered.
    public var registered: Int
    /// Those that are blocked.
    public var blocked: Int
    /// Those with an active second factor.
    public var twoFactor: Int

    init(service: String?, tenant: String?, _ counts: Counts) {
        self.service = service
        self.tenant = tenant
        tenants = counts.tenants
        administrators = counts.administrators
        uploaded = counts.accounts
        registered = counts.registered
        blocked = counts.blocked
        twoFactor = counts.secondFactor
    }

    /// Registered accounts in percent of the uploaded ones, without its decimals, as the sakti dashboard shows it: 104,067
    /// of 128,992 are 80.68 % and it says 80 %, so 100 % means really all. `nil` where nothing is uploaded.
    public var registeredPercent: Int? {
        uploaded > 0 ? registered * 100 / uploaded : nil
    }
}

/// How many there are at a moment, per service, per tenant and in total.
public struct CensusReport: Sendable, Hashable, Codable {
    /// The moment; a change at this very moment is not counted yet.
    @CodedTime public var at: Timestamp
    /// When the report was made.
    @CodedTime public var generated: Timestamp
    /// One row per service, by name; none when the report is about a single tenant.
    public let services: [CensusRow]
    /// One row per tenant, by service and name.
    public private(set) var tenants: [CensusRow]
    /// All that the report is about, as one.
    public let total: CensusRow

    /// Counts; without `at`, everything that is recorded.
    ///
    /// Both ways of counting are made and compared: forward from the ledger's start and back from today.
    /// Throws ``ReportError``: `noLedger`, `beforeLedger`, `unknownName`, `doesNotAddUp`.
    public init(
        reading reader: StateReader,
        at: Timestamp? = nil,
        selection: ReportSelection = .everything,
        generated: Timestamp
    ) throws {
        let book = try LedgerBook(reading: reader)
        if let at, at < book.start { throw ReportError.beforeLedger(book.start) }
        let end = at ?? Timestamp(microseconds: .max)
        var tally = LedgerTally(book, from: end, to: end)
        try reader.forEachMovement { tally.add($0) }
        try self.init(tally, book, at: at ?? generated, selection: selection, generated: generated)
    }

    init(
        _ tally: LedgerTally,
        _ book: LedgerBook,
        at: Timestamp,
        selection: ReportSelection,
        generated: Timestamp
    ) throws {
        if let scope = tally.strayScope { throw ReportError.strayScope(scope) }
        let chosen = try selection.choose(from: book.scopes)
        tenants = try Self.rows(tally, book, chosen.mapValues { [$0.service, $0.tenant] })
            .filter { $0.tenants + $0.administrators + $0.uploaded > 0 }
        services = selection.tenant == nil ? try Self.rows(tally, book, chosen.mapValues { [$0.service] }) : []
        let sums = LevelSums.add(tally, book, levels: 1) { chosen[$0] == nil ? nil : 0 }[0]
        _ = try sums.row(service: nil, tenant: nil)
        total = CensusRow(service: nil, tenant: nil, sums.closing)
        _at = CodedTime(wrappedValue: at)
        _generated = CodedTime(wrappedValue: generated)
    }

    /// The same without its tenants, for whoever looks at services only: there may be thousands of tenants.
    public func withoutTenants() -> Self {
        var report = self
        report.tenants = []
        return report
    }

    private static func rows(_ tally: LedgerTally, _ book: LedgerBook, _ names: [Int64: [String]]) throws -> [CensusRow]
    {
        try LevelSums.byName(tally, book, names).map { name, sums in
            let (service, tenant) = (name[0], name.count > 1 ? name[1] : nil)
            _ = try sums.row(service: service, tenant: tenant)
            return CensusRow(service: service, tenant: tenant, sums.closing)
        }
    }
}
