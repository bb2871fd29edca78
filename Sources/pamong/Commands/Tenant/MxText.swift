internal import DirectoryModel
internal import Reports
internal import TenantOnboarding

/// What was seen in DNS, for people, with what to enter.
enum MxText {
    static func about(_ report: MxReport) -> String {
        guard report.status != .correct else { return "\(report.domain): the MX records are right.\n" }
        let problems = report.problems.map { "  - \($0)\n" }.joined()
        var text = "\(report.domain): \(report.status.rawValue)\n\(problems)"
        guard !report.status.isUnknown else { return text }
        text += "Enter in the DNS panel of \(report.domain):\n" + panel(report.toEnter)
        if !report.toDelete.isEmpty { text += "Delete there:\n" + panel(report.toDelete) }
        return text
    }

    /// The fields as DNS panels have them.
    static func panel(_ records: [DNSPanelRecord]) -> String {
        var table = TableFormat(header: ["Name", "Type", "Priority", "Value", "TTL"], leftColumns: 5)
        for record in records {
            table.add([
                record.name, record.type, record.priority.map { String($0) } ?? "", record.value, String(record.ttl),
            ])
        }
        return table.text
    }

    /// What to enter, before anything was looked at.
    static func instructions(_ domains: [String], _ hosts: [MailHostRecord]) -> String {
        let records = hosts.map { DNSPanelRecord($0) }
        return "MX records to enter for \(domains.joined(separator: ", ")), in place of all others:\n" + panel(records)
    }
}

/// A verdict as programs read it.
struct MxItem: Encodable {
    struct Record: Encodable {
        let name, type, value: String
        let priority: UInt16?
        let ttl: UInt32

        init(_ record: DNSPanelRecord) {
            (name, type, value) = (record.name, record.type, record.value)
            (priority, ttl) = (record.priority, record.ttl)
        }
    }

    let tenant, service, domain, status, checked: String
    let alert, ready: Bool
    let problems: [String]
    let toEnter, toDelete: [Record]

    static func items(_ report: MxTenantReport) -> [MxItem] {
        report.reports.map { MxItem(report, $0) }
    }

    private init(_ tenant: MxTenantReport, _ report: MxReport) {
        (self.tenant, service) = (tenant.tenant.name, tenant.tenant.service)
        (domain, status, checked) = (report.domain, report.status.rawValue, report.checked.rfc3339)
        alert = tenant.alert?.reports.contains(report) == true
        (ready, problems) = (tenant.isReady, report.problems)
        toEnter = report.toEnter.map(Record.init)
        toDelete = report.toDelete.map(Record.init)
    }
}
