internal import DirectoryModel
internal import Foundation
internal import Hummingbird
internal import Reports

/// The reports there are.
enum ReportKind: String, Sendable, Hashable, CaseIterable {
    case census, delta, growth

    /// The page's address; with `.csv` its file.
    var path: String { self == .census ? "/admin/laporan" : "/admin/laporan/\(name)" }

    var file: String { "/admin/laporan/\(name).csv" }

    /// As it stands in addresses and names of files.
    var name: String {
        switch self {
        case .census: "jumlah"
        case .delta: "perubahan"
        case .growth: "pertumbuhan"
        }
    }

    var word: ReportingText {
        switch self {
        case .census: .reportCensus
        case .delta: .reportDelta
        case .growth: .reportGrowth
        }
    }
}

/// What a report is asked for with, as it was typed: all of it stands in the page's address.
struct ReportForm: Sendable, Hashable {
    let kind: ReportKind
    /// What the report is about; for a tenant's administrators always their tenant.
    let selection: ReportSelection
    let isHeadOffice: Bool
    /// Days, as the form's fields send them.
    var at = ""
    var from = ""
    var to = ""
    var step = GrowthStep.month

    /// An empty form about everything.
    init(_ kind: ReportKind) { (self.kind, selection, isHeadOffice) = (kind, .everything, true) }

    init(_ kind: ReportKind, _ request: Request, _ administrator: Administrator) {
        let query = request.uri.queryParameters
        let text = { (name: Substring) in
            (query[name].map(String.init) ?? "").trimmingCharacters(in: .whitespaces)
        }
        self.kind = kind
        isHeadOffice = administrator.isHeadOffice
        let (service, tenant) = (text("layanan"), text("instansi"))
        selection =
            administrator.isHeadOffice
            ? ReportSelection(service: service.isEmpty ? nil : service, tenant: tenant.isEmpty ? nil : tenant)
            : administrator.selection
        (at, from, to) = (text("pada"), text("dari"), text("sampai"))
        step = text("per") == "hari" ? .day : .month
    }

    /// The query that asks for the same again.
    var query: String {
        var pairs: [(String, String)] = []
        if isHeadOffice { pairs += [("layanan", selection.service ?? ""), ("instansi", selection.tenant ?? "")] }
        switch kind {
        case .census: pairs.append(("pada", at))
        case .delta: pairs += [("dari", from), ("sampai", to)]
        case .growth: pairs += [("dari", from), ("sampai", to), ("per", step == .day ? "hari" : "bulan")]
        }
        let parts = pairs.filter { !$0.1.isEmpty }.map { "\($0.0)=\(QueryText.encoded($0.1))" }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    /// The same about something else.
    func link(service: String, tenant: String? = nil) -> String {
        let place = [("layanan", service), ("instansi", tenant ?? "")].filter { !$0.1.isEmpty }
        var pairs = place.map { "\($0.0)=\(QueryText.encoded($0.1))" }
        for (name, value) in [("pada", at), ("dari", from), ("sampai", to)] where !value.isEmpty {
            pairs.append("\(name)=\(QueryText.encoded(value))")
        }
        return kind.path + "?" + pairs.joined(separator: "&")
    }
}

/// Why a report's days cannot be used, with the blank of the text filled in.
struct RangeProblem: Error, Sendable, Hashable {
    let text: ReportingText
    var blank = ""
    var value = ""

    func text(in language: Language) -> String { text.text(in: language, blank, value) }
}

/// The moments a report is about: days are whole, in the readers' zone, and the last one belongs to it.
struct ReportPeriod: Sendable, Hashable {
    /// The midnight the first day begins with.
    var from: Timestamp?
    /// The midnight after the last day; `nil` for now.
    var to: Timestamp?

    /// More points than this are no chart any more.
    static let mostDays = 400

    /// Reads a form's days. Throws ``RangeProblem`` for what is no day, or no range.
    init(_ form: ReportForm, now: Timestamp, zone: TimeZone) throws(RangeProblem) {
        switch form.kind {
        case .census: to = try Self.end(of: form.at, now, zone)
        case .delta:
            from = try Self.beginning(of: form.from, zone) ?? MonthBegun.before(now, in: zone)
            to = try Self.end(of: form.to, now, zone)
        case .growth:
            to = try Self.end(of: form.to, now, zone)
            from = try Self.beginning(of: form.from, zone) ?? form.step.usualBeginning(before: to ?? now, zone: zone)
        }
        try check(form, now)
    }

    private func check(_ form: ReportForm, _ now: Timestamp) throws(RangeProblem) {
        guard let from else { return }
        if from > now { throw RangeProblem(text: .rangeFuture) }
        let end = to ?? now
        if from >= end { throw RangeProblem(text: .rangeReversed) }
        if form.kind == .growth, form.step == .day, end.since(from) > .seconds(Self.mostDays * 86_400) {
            throw RangeProblem(text: .rangeTooLong, blank: "n", value: "\(Self.mostDays)")
        }
    }

    private static func beginning(of day: String, _ zone: TimeZone) throws(RangeProblem) -> Timestamp? {
        guard !day.isEmpty else { return nil }
        // Only days: the fields offer no more, and an hour would make "the last one belongs to it" untrue.
        guard day.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil, let time = try? ReportTime.parse(day, zone: zone) else {
            throw RangeProblem(text: .rangeBadDay, blank: "tanggal", value: day)
        }
        return time
    }

    /// `nil` for today and later.
    private static func end(of day: String, _ now: Timestamp, _ zone: TimeZone) throws(RangeProblem) -> Timestamp? {
        guard let midnight = try beginning(of: day, zone) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let date = Date(timeIntervalSince1970: Double(midnight.unixSeconds))
        guard let next = calendar.date(byAdding: .day, value: 1, to: date) else {
            throw RangeProblem(text: .rangeBadDay, blank: "tanggal", value: day)
        }
        let end = Timestamp(microseconds: Int64(next.timeIntervalSince1970) * 1_000_000)
        return end > now ? nil : end
    }
}
