import DirectoryModel

extension CensusReport {
    /// The dashboard's cards, a chart, and the counts per service and per tenant.
    public func html(_ style: ReportStyle) -> String? {
        let words = style.language
        var page = HTMLPage(words, title: words("Mail accounts", "Akun email"), subtitle: style.longTime(at))
        page.add(cards: cards(style))
        page.add(chart: svg(style))
        if !services.isEmpty {
            page.add(
                table: words("Services", "Layanan"),
                header: CensusRow.heads(words, withTenant: false),
                leftColumns: 1,
                rows: services.map { $0.cells(style, withTenant: false) },
                sum: total.cells(style, withTenant: false)
            )
        }
        page.add(
            table: words.tenants,
            header: CensusRow.heads(words, withTenant: true),
            leftColumns: 2,
            rows: tenants.map { $0.cells(style, withTenant: true) }
        )
        return page.html(footer: style.footer(generated))
    }

    private func cards(_ style: ReportStyle) -> [HTMLPage.Card] {
        let words = style.language
        let share = total.registeredPercent.map { "\($0) % " + words("of the uploaded", "dari email yang di-upload") }
        return [
            HTMLPage.Card(
                label: words("Administrators", "Total Admin"),
                value: style.number(total.administrators),
                note: "\(style.number(total.tenants)) \(words("tenants", "instansi"))"
            ),
            HTMLPage.Card(
                label: words.uploaded,
                value: style.number(total.uploaded),
                note: services.count > 1 ? "\(services.count) \(words("services", "layanan"))" : ""
            ),
            HTMLPage.Card(label: words.registered, value: style.number(total.registered), note: share ?? ""),
            HTMLPage.Card(label: words.blocked, value: style.number(total.blocked), note: ""),
            HTMLPage.Card(label: words.twoFactor, value: style.number(total.twoFactor), note: words("active", "aktif")),
        ]
    }
}

extension DeltaReport {
    /// Closing counts as cards, a chart, and what is counted in tables.
    public func html(_ style: ReportStyle) -> String? {
        let words = style.language
        var page = HTMLPage(
            words,
            title: words("What changed", "Perubahan"),
            subtitle: style.period(from, to)
        )
        if let since = recordedSince?.wrappedValue { page.add(notice: style.openingNotice(since)) }
        page.add(cards: cards(style))
        page.add(chart: svg(style))
        let rows = services.isEmpty ? tenants : services
        for section in DeltaSection.sections(words) where rows.contains(where: section.isInteresting) {
            add(section, section.title, rows, total, style, to: &page)
        }
        let changed = tenants.filter(\.hasChanges)
        if !services.isEmpty, !changed.isEmpty {
            add(DeltaSection.accounts(words), words.changedTenants, changed, nil, style, to: &page)
        }
        return page.html(footer: style.footer(generated))
    }

    private func add(
        _ section: DeltaSection,
        _ title: String,
        _ rows: [DeltaRow],
        _ sum: DeltaRow?,
        _ style: ReportStyle,
        to page: inout HTMLPage
    ) {
        let words = style.language
        let withTenant = rows.contains { $0.tenant != nil }
        let heads = withTenant ? [words.service, words.tenant] : [words.service]
        let line = { (row: DeltaRow) in
            DeltaSection.names(row, words, withTenant: withTenant) + section.values(row).map(style.number)
        }
        page.add(
            table: title,
            header: heads + section.columns,
            leftColumns: heads.count,
            rows: rows.map(line),
            sum: sum.map(line)
        )
    }

    private func cards(_ style: ReportStyle) -> [HTMLPage.Card] {
        let words = style.language
        let counts = [
            (words.uploaded, total.accounts.opening, total.accounts.closing),
            (words.registered, total.registered.opening, total.registered.closing),
            (words.blocked, total.blocked.opening, total.blocked.closing),
            (words.twoFactor, total.twoFactor.opening, total.twoFactor.closing),
            (words.tenants, total.tenants.opening, total.tenants.closing),
        ]
        return counts.map { label, opening, closing in
            HTMLPage.Card(label: label, value: style.number(closing), note: style.signed(closing - opening))
        }
    }
}

extension GrowthReport {
    /// Both charts, and the series as tables.
    public func html(_ style: ReportStyle) -> String? {
        let words = style.language
        var page = HTMLPage(words, title: words("Growth", "Pertumbuhan pengguna"), subtitle: style.period(from, to))
        if !complete { page.add(notice: style.reconstructionNotice(recordedSince)) }
        page.add(chart: svg(style, of: .registered))
        page.add(chart: svg(style, of: .accounts))
        add(words.registered, style, to: &page) { $0.registered }
        add(words.uploaded, style, to: &page) { $0.accounts }
        return page.html(footer: style.footer(generated))
    }

    private func add(
        _ title: String,
        _ style: ReportStyle,
        to page: inout HTMLPage,
        _ count: (GrowthPoint) -> Int?
    ) {
        let period = by == .day ? style.language("Day", "Hari") : style.language("Month", "Bulan")
        let rows = total.points.indices.map { index in
            [total.points[index].period + (total.points[index].reconstructed ? " *" : "")]
                + (services + [total]).map { count($0.points[index]).map(style.number) ?? "–" }
        }
        page.add(
            table: title,
            header: [period] + services.compactMap(\.service) + [style.language.total],
            leftColumns: 1,
            rows: rows
        )
    }
}

extension ReportStyle {
    /// What stands below every page.
    fileprivate func footer(_ time: Timestamp) -> String {
        let made = language("Made \(longTime(time)) by Pamong. ", "Dibuat \(longTime(time)) oleh Pamong. ")
        return made
            + language(
                "All sums were checked: counting forward from the ledger and back from the census gave the same.",
                "Semua jumlah telah diperiksa: hitungan maju dari buku besar dan mundur dari sensus sama."
            )
    }
}
