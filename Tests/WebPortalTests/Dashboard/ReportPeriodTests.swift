import DirectoryModel
import Foundation
import Reports
import Testing

@testable import WebPortal

/// The days a report is asked for with; the time is given.
struct ReportPeriodTests {
    private let jakarta = TimeZone(identifier: "Asia/Jakarta") ?? .gmt
    private let now = Timestamp(microseconds: 1_795_330_800_000_000)  // 2026-11-22 14:00 in Jakarta

    private func period(_ kind: ReportKind, _ change: (inout ReportForm) -> Void) throws(RangeProblem) -> ReportPeriod {
        var form = ReportForm(kind)
        change(&form)
        return try ReportPeriod(form, now: now, zone: jakarta)
    }

    private func time(_ text: String) throws -> Timestamp { try ReportTime.parse(text, zone: jakarta) }

    private func between(_ from: String, _ to: String?) throws -> ReportPeriod {
        var period = try period(.census) { _ in }
        (period.from, period.to) = (try time(from), try to.map { try time($0) })
        return period
    }

    @Test func `both days belong to a period, and today is up to now`() throws {
        let november = try period(.delta) { ($0.from, $0.to) = ("2026-11-01", "2026-11-20") }
        #expect(november == (try between("2026-11-01", "2026-11-21")))
        let today = try period(.delta) { ($0.from, $0.to) = ("2026-11-22", "2026-11-22") }
        #expect(today == (try between("2026-11-22", nil)))
        let past = try period(.census) { $0.at = "2026-10-31" }
        #expect(past.to == (try time("2026-11-01")))
        let (present, future) = (try period(.census) { _ in }, try period(.census) { $0.at = "2030-01-01" })
        #expect(present == future)
    }

    @Test func `without days it is this month, or the year up to now`() throws {
        let delta = try period(.delta) { _ in }
        #expect(delta == (try between("2026-11-01", nil)))
        let growth = try period(.growth) { _ in }
        #expect(growth == (try between("2025-12-01", nil)))
    }

    @Test(arguments: ["2026-02-30", "kemarin", "2026-1-1", "2026-11-01T00:00:00Z", "99999-01-01", "0000-01-01"])
    func `what is no day is said to be none`(day: String) {
        #expect(throws: RangeProblem(text: .rangeBadDay, blank: "tanggal", value: day)) {
            try period(.delta) { $0.from = day }
        }
        #expect(throws: RangeProblem(text: .rangeBadDay, blank: "tanggal", value: day)) {
            try period(.census) { $0.at = day }
        }
    }

    @Test func `a range that is none is refused with what to do`() {
        #expect(throws: RangeProblem(text: .rangeReversed)) {
            try period(.delta) { ($0.from, $0.to) = ("2026-11-10", "2026-11-09") }
        }
        #expect(throws: RangeProblem(text: .rangeFuture)) { try period(.growth) { $0.from = "2026-11-23" } }
        #expect(throws: RangeProblem(text: .rangeTooLong, blank: "n", value: "400")) {
            try period(.growth) { ($0.from, $0.step) = ("2020-01-01", .day) }
        }
        #expect(throws: Never.self) { try period(.growth) { ($0.from, $0.step) = ("2020-01-01", .month) } }
    }
}
