internal import DirectoryModel
internal import Foundation
internal import Reports
internal import WorkerAPI

/// What the dashboard shows somebody: of what, and what was heard of it.
struct DashboardView: Sendable {
    /// What is looked at; for a tenant's administrators always their tenant.
    let selection: ReportSelection
    let isHeadOffice: Bool

    /// Admin Pusat looks at everything or at a service; nobody else chooses.
    init(_ administrator: Administrator, service: String?) {
        isHeadOffice = administrator.isHeadOffice
        selection =
            administrator.isHeadOffice
            ? ReportSelection(service: service.flatMap { $0.isEmpty ? nil : $0 }) : administrator.selection
    }

    /// The page's own address, with what was chosen.
    func link(_ path: String) -> String {
        guard isHeadOffice, let service = selection.service else { return path }
        return "\(path)?layanan=\(QueryText.encoded(service))"
    }

    /// The counts of what is looked at; `nil` when no such service is counted.
    func row(of census: CensusReport) -> CensusRow? {
        guard isHeadOffice, let service = selection.service else { return census.total }
        return census.services.first { $0.service == service }
    }

    /// The delta's row of what is looked at.
    func row(of delta: DeltaReport) -> DeltaRow? {
        guard isHeadOffice else { return delta.tenants.first ?? delta.total }
        guard let service = selection.service else { return delta.total }
        return delta.services.first { $0.service == service }
    }

    /// The tabs: all services, and each.
    func tabs(_ services: [String], _ language: Language) -> [[String: Any]] {
        let all = tab(nil, AdministrationText.allServices.text(in: language))
        return [all] + services.map { tab($0, $0) }
    }

    private func tab(_ service: String?, _ label: String) -> [String: Any] {
        var values: [String: Any] = [
            "label": label, "link": service.map { "/admin?layanan=\(QueryText.encoded($0))" } ?? "/admin",
        ]
        if service == selection.service { values["isCurrent"] = true }
        return values
    }
}

/// The midnight a month began with.
enum MonthBegun {
    static func before(_ now: Timestamp, in zone: TimeZone) -> Timestamp {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let date = Date(timeIntervalSince1970: Double(now.unixSeconds))
        let begun = calendar.dateInterval(of: .month, for: date)?.start ?? date
        return Timestamp(microseconds: Int64(begun.timeIntervalSince1970) * 1_000_000)
    }
}
