import DirectoryModel
import Foundation
import Reports
import StateDatabase

/// `report delta` over half of a ledger of 500,000 rows, with 266,087 accounts in the same file: from opening the file to
/// the report as JSON.
enum ReportDelta {
    private static let start = Timestamp(microseconds: 1_793_491_200_000_000)
    private static let rows = 500_000
    private static let minute: Int64 = 60_000_000

    static func measure(_ request: BenchmarkRequest) throws -> [Measurement] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pamong-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "state.sqlite").path
        tell("writing a ledger of \(rows) rows")
        try writeState(to: file)
        var times: [Duration] = []
        for _ in 1...max(request.runs, 5) {
            let begun = ContinuousClock.now
            try makeReport(of: file)
            times.append(ContinuousClock.now - begun)
        }
        return [
            Measurement(
                what: "report delta with 266087 accounts and \(rows) ledger rows",
                value: times.median.milliseconds,
                unit: .milliseconds,
                bar: 300,
                aim: 50,
                detail: "first \(times[0].milliseconds.rounded(to: 0)) ms"
            )
        ]
    }

    private static func makeReport(of file: String) throws {
        let state = try StateDatabase(path: file)
        let end = start + .microseconds(Int64(rows) * minute)
        let middle = start + .microseconds(Int64(rows / 2) * minute)
        let report = try state.read { try DeltaReport(reading: $0, from: middle, to: end, generated: end) }
        guard report.json().count > 1000 else { throw BenchmarkFailure("the report is empty") }
        try state.close()
    }

    private static func writeState(to file: String) throws {
        let state = try StateDatabase(path: file)
        try state.write { writer in
            for id in Int64(1)...400 {
                let scope = Scope(service: "service\(id % 4)", tenant: "tenant \(id)")
                try writer.save(ScopeRow(id: id, scope: scope, serviceNode: id % 4, tenantNode: id))
                try writer.add(Counts(tenants: 1, accounts: 1300, registered: 650, blocked: 325), to: id)
            }
            try writer.takeBaseline()
            try writer.set(.ledgerStart, to: start)
            try writer.set(.ledgerName, to: "benchmark")
            try writeAccounts(writer)
            for number in 0..<rows { try writeMovement(number, writer) }
        }
        try state.close()
    }

    private static func writeAccounts(_ writer: StateWriter) throws {
        for number in 0..<266_087 {
            let account = Account(
                uuid: EntryUUID(high: 2, low: UInt64(number)),
                csn: EntryCSN(time: start, order: 0),
                address: MailAddress(trusted: "person\(number)@example.go.id"),
                status: .active,
                registered: start
            )
            _ = try writer.insert(AccountRow(account: account, node: 1, scope: Int64(number % 400 + 1)))
        }
    }

    /// Of twenty rows two are a move, six come, three go, the others are blocked or let in again.
    private static func writeMovement(_ number: Int, _ writer: StateWriter) throws {
        let scope = Int64(number / 20 * 7919 % 400 + 1)
        let next = scope % 400 + 1
        switch number % 20 {
        case 0: try write(.movedOut, number, scope, Counts(accounts: -1, registered: -1), peer: next, writer)
        case 1: try write(.movedIn, number - 1, next, Counts(accounts: 1, registered: 1), peer: scope, writer)
        case 2...7: try write(.created, number, scope, Counts(accounts: 1), writer)
        case 8...10: try write(.removed, number, scope, Counts(accounts: -1), writer)
        default: try write(.changed, number, scope, Counts(blocked: number % 2 == 0 ? 1 : -1), writer)
        }
    }

    private static func write(
        _ event: LedgerRow.Event,
        _ number: Int,
        _ scope: Int64,
        _ counts: Counts,
        peer: Int64? = nil,
        _ writer: StateWriter
    ) throws {
        let time = start + .microseconds(Int64(number) * minute)
        let row = LedgerRow(
            time: time,
            subject: EntryUUID(high: 1, low: UInt64(number) &* 0x9E37_79B9_7F4A_7C15),
            scope: scope,
            peer: peer,
            event: event,
            counts: counts,
            detail: #"{"address":"somebody@example.go.id","changed":["pamongAccountStatus"]}"#
        )
        try writer.append(row, recorded: time)
        try writer.add(counts, to: scope)
    }
}
