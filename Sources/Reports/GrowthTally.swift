import DirectoryModel
import StateDatabase

/// The running counts per service while the ledger passes by, noted at the end of each period. The last column is the
/// total of all that the report is about.
struct GrowthTally {
    let services: [String]
    /// When to note the counts, ascending.
    var ends: [Timestamp] = []
    private let book: LedgerBook
    private let columns: [Int64: Int]
    private var running: [Int64: Counts]
    private var current: [Counts]
    private var noted: [[Counts]] = []
    private var registrations: [[Timestamp]]
    private var strayScope: Int64?

    init(_ book: LedgerBook, chosen: [Int64: Scope]) {
        self.book = book
        let services = Set(chosen.values.map(\.service)).sorted()
        let places = Dictionary(uniqueKeysWithValues: services.enumerated().map { ($1, $0) })
        self.services = services
        columns = chosen.compactMapValues { places[$0.service] }
        running = book.baseline
        current = Array(repeating: Counts(), count: services.count + 1)
        registrations = Array(repeating: [], count: services.count + 1)
        for (scope, counts) in book.baseline { move(scope, by: counts) }
    }

    private mutating func move(_ scope: Int64, by counts: Counts) {
        guard let column = columns[scope] else { return }
        current[column] += counts
        current[services.count] += counts
    }

    /// Rows come oldest first; a row at a period's end belongs to the next period.
    mutating func add(_ row: LedgerMovement) {
        while noted.count < ends.count, row.time >= ends[noted.count].microseconds { noted.append(current) }
        if book.scopes[row.scope] == nil { strayScope = row.scope }
        running[row.scope, default: Counts()] += row.counts
        move(row.scope, by: row.counts)
    }

    /// Notes the periods after the last row, and compares where the ledger led to with the census.
    mutating func finish() throws {
        while noted.count < ends.count { noted.append(current) }
        if let strayScope { throw ReportError.strayScope(strayScope) }
        for (scope, name) in book.scopes where columns[scope] != nil {
            try compare(running[scope] ?? Counts(), book.census[scope] ?? Counts(), name)
        }
    }

    mutating func addRegistration(scope: Int64, time: Timestamp) {
        guard let column = columns[scope] else { return }
        registrations[column].append(time)
        registrations[services.count].append(time)
    }

    /// The points of a column. What is reconstructed is never more than the ledger's first count: an account that was
    /// registered long ago but entered in the directory later was not there then.
    func points(_ periods: [CalendarPeriod], column: Int) -> [GrowthPoint] {
        let times = registrations[column].sorted()
        let most = registeredAtStart(column)
        var passed = 0
        return periods.indices.map { index in
            guard ends[index] < book.start else {
                return GrowthPoint(periods[index].label, end: ends[index], counts: noted[index][column])
            }
            while passed < times.count, times[passed] < ends[index] { passed += 1 }
            return GrowthPoint(periods[index].label, end: ends[index], reconstructed: min(passed, most))
        }
    }

    private func registeredAtStart(_ column: Int) -> Int {
        book.baseline.reduce(0) { sum, entry in
            guard let place = columns[entry.key], place == column || column == services.count else { return sum }
            return sum + entry.value.registered
        }
    }

    private func compare(_ counted: Counts, _ census: Counts, _ scope: Scope) throws {
        let measures: [(KeyPath<Counts, Int>, String)] = [
            (\.tenants, "tenants"), (\.accounts, "accounts"), (\.registered, "registered"), (\.blocked, "blocked"),
            (\.secondFactor, "twoFactor"), (\.administrators, "administrators"),
        ]
        for (measure, name) in measures where counted[keyPath: measure] != census[keyPath: measure] {
            throw ReportError.doesNotAddUp(
                Imbalance(
                    service: scope.service,
                    tenant: scope.tenant,
                    measure: name,
                    counted: counted[keyPath: measure],
                    census: census[keyPath: measure]
                )
            )
        }
    }
}
