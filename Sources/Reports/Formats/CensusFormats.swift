import DirectoryModel

extension CensusReport: Report {
    /// The counts with the same names in services, tenants and total.
    public var jsonValue: JSONValue {
        .object([
            .init("at", .string(at.rfc3339)), .init("generated", .string(generated.rfc3339)),
            .init("services", .array(services.map(\.jsonValue))), .init("tenants", .array(tenants.map(\.jsonValue))),
            .init("total", total.jsonValue),
        ])
    }

    /// A line per service, per tenant and for the total, told apart by `level`.
    public func csv() -> String {
        var csv = CSVFormat(header: [
            "level", "service", "tenant", "tenants", "administrators", "uploaded", "registered", "registered_percent",
            "blocked", "two_factor",
        ])
        for row in services { csv.add(row.fields(level: "service")) }
        for row in tenants { csv.add(row.fields(level: "tenant")) }
        csv.add(total.fields(level: "total"))
        return csv.text
    }

    /// Per service and in total; per tenant when the report is narrowed down to a service or a tenant.
    public func table(_ style: ReportStyle) -> String {
        let words = style.language
        var text = "\(style.shortTime(at)) (\(style.zoneName(at: at)))\n\n"
        if !services.isEmpty { text += Self.table(services, total: total, style) }
        if services.count <= 1, !tenants.isEmpty {
            text += (services.isEmpty ? "" : "\n\(words.tenants)\n")
            text += Self.table(tenants, total: services.isEmpty ? total : nil, style)
        }
        return text
    }

    private static func table(_ rows: [CensusRow], total: CensusRow?, _ style: ReportStyle) -> String {
        let withTenant = rows.contains { $0.tenant != nil }
        let heads = CensusRow.heads(style.language, withTenant: withTenant)
        var table = TableFormat(header: heads, leftColumns: withTenant ? 2 : 1)
        for row in rows { table.add(row.cells(style, withTenant: withTenant)) }
        if let total {
            table.addRule()
            table.add(total.cells(style, withTenant: withTenant))
        }
        return table.text
    }
}

extension CensusRow {
    var jsonValue: JSONValue {
        var members: [JSONValue.Member] = []
        if let service { members.append(.init("service", .string(service))) }
        if let tenant { members.append(.init("tenant", .string(tenant))) }
        members += [
            .init("tenants", .integer(tenants)), .init("administrators", .integer(administrators)),
            .init("uploaded", .integer(uploaded)), .init("registered", .integer(registered)),
            .init("registeredPercent", .count(registeredPercent)), .init("blocked", .integer(blocked)),
            .init("twoFactor", .integer(twoFactor)),
        ]
        return .object(members)
    }

    package static func heads(_ words: ReportLanguage, withTenant: Bool) -> [String] {
        let names = withTenant ? [words.service, words.tenant] : [words.service, words.tenants]
        return names + [
            words.administrators, words.uploaded, words.registered, "%", words.blocked, words.twoFactor,
        ]
    }

    package func cells(_ style: ReportStyle, withTenant: Bool) -> [String] {
        let words = style.language
        let name = service ?? words.total
        let second = withTenant ? tenant.map(words.name(tenant:)) ?? "" : style.number(tenants)
        return [
            name, second, style.number(administrators), style.number(uploaded), style.number(registered),
            registeredPercent.map { "\($0) %" } ?? "", style.number(blocked), style.number(twoFactor),
        ]
    }

    fileprivate func fields(level: String) -> [CSVFormat.Field] {
        [
            .text(level), .text(service ?? ""), .text(tenant ?? ""), .number(tenants), .number(administrators),
            .number(uploaded), .number(registered), .number(registeredPercent), .number(blocked), .number(twoFactor),
        ]
    }
}
