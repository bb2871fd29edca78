/// One of the things a delta counts, with its columns: the same in the table and on the page.
package struct DeltaSection {
    package let title: String
    package let columns: [String]
    package let values: @Sendable (DeltaRow) -> [Int]

    package static func sections(_ words: ReportLanguage) -> [DeltaSection] {
        let quality = [words.opening, words.gained, words.lost, words.closing]
        return [
            accounts(words),
            DeltaSection(title: words.registered, columns: quality) { $0.registered.values },
            DeltaSection(title: words.blocked, columns: quality) { $0.blocked.values },
            DeltaSection(title: words.twoFactor, columns: quality) { $0.twoFactor.values },
            DeltaSection(title: words.tenants, columns: [words.opening, words.added, words.removed, words.closing]) {
                $0.tenants.values
            },
        ]
    }

    package static func accounts(_ words: ReportLanguage) -> DeltaSection {
        DeltaSection(
            title: words.uploaded,
            columns: [words.opening, words.created, words.movedIn, words.movedOut, words.removed, words.closing]
        ) { $0.accounts.values }
    }

    /// Whether there is or was anything to count.
    package func isInteresting(_ row: DeltaRow) -> Bool { values(row).contains { $0 != 0 } }

    /// The names in front of a row's numbers: the tenant too when the rows are of tenants.
    package static func names(_ row: DeltaRow, _ words: ReportLanguage, withTenant: Bool) -> [String] {
        guard let service = row.service else { return withTenant ? [words.total, ""] : [words.total] }
        return withTenant ? [service, words.name(tenant: row.tenant ?? "")] : [service]
    }

    func table(_ title: String, _ rows: [DeltaRow], total: DeltaRow?, _ style: ReportStyle) -> String {
        let words = style.language
        let withTenant = rows.contains { $0.tenant != nil }
        let heads = withTenant ? [words.service, words.tenant] : [words.service]
        var table = TableFormat(header: heads + columns, leftColumns: heads.count)
        for row in rows { table.add(Self.names(row, words, withTenant: withTenant) + values(row).map(style.number)) }
        if let total {
            table.addRule()
            table.add(Self.names(total, words, withTenant: withTenant) + values(total).map(style.number))
        }
        return title + "\n" + table.text
    }
}
