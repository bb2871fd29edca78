internal import DirectoryModel
internal import Reports
internal import TenantOnboarding

/// A tenant as programs read it.
struct TenantItem: Encodable {
    struct Domain: Encodable {
        let name: String
        let isConfirmed: Bool
        let mx, checked: String?
    }

    struct Record: Encodable {
        let time, who, step, note: String
    }

    let name, service: String
    let code, status, reason, requestedDomain, letterNumber, letterDate, letterSigner, letterSignerRank: String?
    let plannedUse, namedAdministrator, contact, ndaDate, credentialsDate: String?
    let domains: [Domain]
    let administrators: [String]
    let records: [Record]
    let mxWentWrong: Bool

    init(_ tenant: JoiningTenant) {
        (name, service, code) = (tenant.name, tenant.service, tenant.code)
        (status, reason) = (tenant.status?.rawValue, tenant.reason)
        (requestedDomain, letterNumber) = (tenant.requestedDomain, tenant.letterNumber)
        (letterDate, letterSigner) = (tenant.letterDate?.rfc3339, tenant.letterSigner)
        (letterSignerRank, plannedUse) = (tenant.letterSignerRank, tenant.plannedUse)
        (namedAdministrator, contact) = (tenant.namedAdministrator, tenant.contact)
        (ndaDate, credentialsDate) = (tenant.ndaDate?.rfc3339, tenant.credentialsDate?.rfc3339)
        domains = tenant.domains.map {
            Domain(
                name: $0.name,
                isConfirmed: $0.isConfirmed,
                mx: $0.mxStatus?.rawValue,
                checked: $0.mxChecked?.rfc3339
            )
        }
        administrators = tenant.administrators
        records = tenant.records.map {
            Record(time: $0.time.rfc3339, who: $0.who, step: $0.step.rawValue, note: $0.note)
        }
        mxWentWrong = tenant.hasDrifted
    }
}

/// Tenants for people.
enum TenantText {
    static func list(_ tenants: [JoiningTenant], _ time: LocalTime) -> String {
        guard !tenants.isEmpty else { return "No tenants.\n" }
        var table = TableFormat(header: ["Service", "Tenant", "Status", "Domains", "MX", "Looked at"], leftColumns: 6)
        for tenant in tenants {
            let domains = tenant.domains.map { $0.isConfirmed ? $0.name : "\($0.name)?" }.joined(separator: " ")
            table.add([
                tenant.service, tenant.name, tenant.status?.rawValue ?? "?",
                domains.isEmpty ? tenant.requestedDomain.map { "(\($0))" } ?? "" : domains,
                (tenant.hasDrifted ? "! " : "") + (tenant.mxStatus?.rawValue ?? ""),
                tenant.mxChecked.map { time.text($0) } ?? "",
            ])
        }
        return table.text
    }

    static func show(_ tenant: JoiningTenant, _ time: LocalTime) -> String {
        let date = { (moment: Timestamp?) in moment.map { String(time.text($0).prefix(10)) } }
        var table = TableFormat(header: [tenant.name, tenant.service], leftColumns: 2)
        let rows: [(String, String?)] = [
            ("status", tenant.status?.rawValue ?? "?"), ("reason", tenant.reason), ("code", tenant.code),
            ("letter", tenant.letterNumber), ("of", date(tenant.letterDate)),
            ("signed by", tenant.letterSigner), ("rank", tenant.letterSignerRank), ("planned use", tenant.plannedUse),
            ("requested domain", tenant.requestedDomain), ("named administrator", tenant.namedAdministrator),
            ("contact", tenant.contact), ("NDA", date(tenant.ndaDate)), ("credentials", date(tenant.credentialsDate)),
        ]
        for (label, value) in rows { if let value { table.add([label, value]) } }
        for domain in tenant.domains {
            let looked = domain.mxChecked.map { " (\(time.text($0)))" } ?? ""
            table.add([
                "domain", "\(domain.name): \(domain.mxStatus.map { "MX \($0.rawValue)" } ?? "not confirmed")\(looked)",
            ])
        }
        for administrator in tenant.administrators { table.add(["administrator", administrator]) }
        return table.text + records(tenant, time)
    }

    private static func records(_ tenant: JoiningTenant, _ time: LocalTime) -> String {
        guard !tenant.records.isEmpty else { return "" }
        var table = TableFormat(header: ["Time", "Step", "By", "Note"], leftColumns: 4)
        for record in tenant.records {
            table.add([time.text(record.time), record.step.rawValue, record.who, record.note])
        }
        return "\n" + table.text
    }
}
