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
    private let known: [Bool]
    /// By scope.
    private var running: [Counts]
    private var noted: [[Counts]] = []
    private var registrations: [[Timestamp]]
    private var strayScope: Int64?

    init(_ book: LedgerBook, chosen: [Int64: Scope]) {
        self.book = book
        let services = Set(chosen.values.map(\.service)).sorted()
        let places = Dictionary(uniqueKeysWithValues: services.enumerated().map { ($1, $0) })
        self.services = services
        columns = chosen.compactMapValues { places[$0.service] }
        known = book.known
        running = Array(repeating: Counts(), count: known.count)
        registrations = Array(repeating: [], count: services.count + 1)
        for scope in book.scopes.keys { running[Int(scope)] = book.baseline[scope] ?? Counts() }
    }

    /// Rows come oldest first; a row at a period's end belongs to the next period.
    mutating func add(_ row: LedgerMovement) {
        while noted.count < ends.count, row.time >= ends[noted.count].microseconds { note() }
        let scope = Int(row.scope)
        guard known.indices.contains(scope), known[scope] else {
            strayScope = row.scope
            return
        }
        running[scope] += row.counts
    }

    private mutating func note() {
        var counts = Array(repeating: Counts(), count: services.count + 1)
        for (scope, column) in columns {
            counts[column] += running[Int(scope)]
            counts[services.count] += running[Int(scope)]
        }
        noted.append(counts)
    }

    /// Notes the periods after the last row, and compares where the ledger led to with the census.
    mutating func finish() throws {
        while noted.count < ends.count { note() }
        if let strayScope { throw ReportError.strayScope(strayScope) }
        for scope in columns.keys.sorted() {
            guard let name = book.scopes[scope] else { continue }
            try compare(running[Int(scope)], book.census[scope] ?? Counts(), name)
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
