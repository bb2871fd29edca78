import DirectoryModel
import Foundation
import Testing

@testable import Reports

@Suite struct ReportTimeTests {
    @Test(arguments: [
        ("2026-11-01", "2026-10-31T17:00:00Z"), ("2028-02-29", "2028-02-28T17:00:00Z"),
        ("2026-11-01T08:30:00+07:00", "2026-11-01T01:30:00Z"), ("2026-11-01T01:30:00Z", "2026-11-01T01:30:00Z"),
        ("2026-11-01t01:30:00.5z", "2026-11-01T01:30:00.500000Z"),
        ("2026-11-01T01:30:00.123456789Z", "2026-11-01T01:30:00.123456Z"),
        ("2026-01-01T00:00:00-03:30", "2026-01-01T03:30:00Z"),
    ])
    func `dates are midnights in the zone and times are moments`(text: String, moment: String) throws {
        #expect(try ReportTime.parse(text).rfc3339 == moment)
    }

    @Test func `a date depends on the zone and a time does not`() throws {
        let jayapura = try #require(TimeZone(identifier: "Asia/Jayapura"))
        #expect(try ReportTime.parse("2026-11-01", zone: jayapura).rfc3339 == "2026-10-31T15:00:00Z")
        #expect(try ReportTime.parse("2026-11-01T00:00:00Z", zone: jayapura).rfc3339 == "2026-11-01T00:00:00Z")
    }

    /// Beirut's clocks went from 23:59 to 01:00 on that day, so it has no midnight.
    @Test func `a day without a midnight begins with its first moment`() throws {
        let beirut = try #require(TimeZone(identifier: "Asia/Beirut"))
        #expect(try ReportTime.parse("2021-03-28", zone: beirut).rfc3339 == "2021-03-27T22:00:00Z")
    }

    @Test(arguments: [
        "", "yesterday", "2026-11", "2026-11-1", "2026-13-01", "2026-02-30", "2027-02-29", "2026-00-10", "01-11-2026",
        "2026-11-01 08:30:00", "2026-11-01T08:30:00", "2026-11-01T24:00:00Z", "2026-11-01T08:60:00Z",
        "2026-11-01T08:30:00.Z", "2026-11-01T08:30Z", "2026-11-01T08:30:00+0700", "2026-11-01T08:30:00+07:00x",
        "٢٠٢٦-11-01",
    ])
    func `anything else is refused and quoted`(text: String) {
        let error = #expect(throws: ReportError.self) { try ReportTime.parse(text) }
        #expect(error?.code == .badTime)
        #expect(error?.description.contains("\"\(text)\"") == true)
    }

    @Test func `days and months follow the calendar of the zone`() throws {
        let from = try ReportTime.parse("2026-01-30T10:00:00+07:00")
        let to = try ReportTime.parse("2026-03-01T00:00:00+07:00")
        let months = try CalendarPeriod.covering(from, to, by: .month, zone: ReportTime.defaultZone)
        #expect(months.map(\.label) == ["2026-01", "2026-02"])
        #expect(months.last?.end == to)
        let days = try CalendarPeriod.covering(from, to, by: .day, zone: ReportTime.defaultZone)
        #expect(days.count == 30)
        #expect((days.first?.label, days.last?.label) == ("2026-01-30", "2026-02-28"))
    }

    @Test func `a series of too many days is refused`() throws {
        let (from, to) = (try ReportTime.parse("1900-01-01"), try ReportTime.parse("2026-01-01"))
        #expect(code { try CalendarPeriod.covering(from, to, by: .day, zone: .gmt) } == .badPeriod)
    }

    @Test(arguments: [
        (GrowthStep.month, "2026-11-21T22:00:00+07:00", "2025-12-01"), (.month, "2026-12-01", "2025-12-01"),
        (.month, "2026-03-31", "2025-04-01"), (.day, "2026-11-21T22:00:00+07:00", "2026-10-23"),
        (.day, "2026-11-21", "2026-10-22"),
    ])
    func `a series without a beginning shows twelve months or thirty days`(
        step: GrowthStep,
        end: String,
        beginning: String
    ) throws {
        let (end, beginning) = (try ReportTime.parse(end), try ReportTime.parse(beginning))
        #expect(step.usualBeginning(before: end) == beginning)
        let periods = try CalendarPeriod.covering(beginning, end, by: step, zone: ReportTime.defaultZone)
        #expect(periods.count == (step == .month ? 12 : 30))
    }
}
