internal import DirectoryModel
internal import LDAPDirectory
internal import Reports
internal import TwoFactor

/// Counts of second factors per service or tenant. What is kept grows with services, tenants and exemptions, not with
/// accounts.
struct SecondFactorCounts {
    /// One line.
    struct Row {
        private(set) var counts: [SecondFactorStanding: Int] = [:]

        subscript(standing: SecondFactorStanding) -> Int { counts[standing] ?? 0 }

        var accounts: Int { counts.values.reduce(0, +) }

        mutating func add(_ standing: SecondFactorStanding) { counts[standing, default: 0] += 1 }
    }

    /// What a line is about.
    struct Group: Hashable, Comparable {
        let service, tenant: String

        static func < (left: Group, right: Group) -> Bool {
            (left.service, left.tenant) < (right.service, right.tenant)
        }
    }

    /// An exemption, whether it still counts or not.
    struct Exempt {
        let address: MailAddress
        /// `nil` when it cannot be understood; then it exempts nobody.
        let exemption: TwoFactorExemption?
        let holds: Bool
    }

    private let grouping: StatusGrouping
    private let tenant: String?
    private(set) var rows: [Group: Row] = [:]
    private(set) var total = Row()
    private(set) var exemptions: [Exempt] = []

    init(by grouping: StatusGrouping, tenant: String?) {
        self.grouping = grouping
        self.tenant = tenant
    }

    var isByTenant: Bool { grouping == .tenant }

    mutating func add(_ entry: SecondFactorEntry, _ ring: KeyRing?, at now: Timestamp) throws {
        guard entry.status == .active || entry.status == .blocked else { return }
        let place = entry.place
        guard tenant == nil || place.tenant.lowercased() == tenant?.lowercased() else { return }
        let standing = try SecondFactorStanding(entry, ring, at: now)
        rows[Group(service: place.service, tenant: isByTenant ? place.tenant : ""), default: Row()].add(standing)
        total.add(standing)
        guard let text = entry.exemption else { return }
        let exemption = try? TwoFactorExemption(text)
        exemptions.append(
            Exempt(address: entry.address, exemption: exemption, holds: exemption?.holds(at: now) ?? false)
        )
    }
}

// MARK: - Forms

extension SecondFactorCounts {
    func rendered(as format: StatusFormat, _ time: LocalTime) throws -> String {
        switch format {
        case .table: table(time)
        case .json: try JSONText.of(json)
        case .csv: csv
        }
    }

    private static let columns = SecondFactorStanding.allCases

    private func table(_ time: LocalTime) -> String {
        var table = TableFormat(
            header: ["Service"] + (isByTenant ? ["Tenant"] : []) + ["Accounts"]
                + Self.columns.map { $0.rawValue.prefix(1).uppercased() + $0.rawValue.dropFirst() },
            leftColumns: isByTenant ? 2 : 1
        )
        for (group, row) in rows.sorted(by: { $0.key < $1.key }) {
            table.add([group.service] + (isByTenant ? [group.tenant] : []) + Self.cells(row))
        }
        table.addRule()
        table.add(["Total"] + (isByTenant ? [""] : []) + Self.cells(total))
        return table.text + exemptionTable(time)
    }

    private static func cells(_ row: Row) -> [String] {
        ["\(row.accounts)"] + columns.map { "\(row[$0])" }
    }

    private func exemptionTable(_ time: LocalTime) -> String {
        guard !exemptions.isEmpty else { return "" }
        var table = TableFormat(header: ["Exempt", "Until", "Owner", "Reason"], leftColumns: 4)
        for item in exemptions {
            let end = item.exemption.map { time.text($0.expires) + (item.holds ? "" : " (over)") }
            table.add([
                item.address.text, end ?? "(cannot be understood: exempts nobody)", item.exemption?.owner ?? "",
                item.exemption?.reason ?? "",
            ])
        }
        return "\n" + table.text
    }

    private var json: JSONValue {
        let groups = rows.sorted { $0.key < $1.key }.map { group, row in
            JSONValue.object(
                [.init("service", .string(group.service))]
                    + (isByTenant ? [.init("tenant", .string(group.tenant))] : [])
                    + Self.members(row)
            )
        }
        return .object([
            .init("groups", .array(groups)), .init("total", .object(Self.members(total))),
            .init("exemptions", .array(exemptions.map(Self.value))),
        ])
    }

    private static func members(_ row: Row) -> [JSONValue.Member] {
        [.init("accounts", .integer(row.accounts))] + columns.map { .init($0.rawValue, .integer(row[$0])) }
    }

    private static func value(_ item: Exempt) -> JSONValue {
        .object([
            .init("account", .string(item.address.text)), .init("holds", .boolean(item.holds)),
            .init("until", item.exemption.map { .string($0.expires.rfc3339) } ?? .null),
            .init("owner", item.exemption.map { .string($0.owner) } ?? .null),
            .init("reason", item.exemption.map { .string($0.reason) } ?? .null),
        ])
    }

    private var csv: String {
        let header = ["service"] + (isByTenant ? ["tenant"] : []) + ["accounts"] + Self.columns.map(\.rawValue)
        var csv = CSVFormat(header: header)
        for (group, row) in rows.sorted(by: { $0.key < $1.key }) {
            let names = [group.service] + (isByTenant ? [group.tenant] : [])
            let counts = [row.accounts] + Self.columns.map { row[$0] }
            csv.add(names.map { .text($0) } + counts.map { .number($0) })
        }
        return csv.text
    }
}
