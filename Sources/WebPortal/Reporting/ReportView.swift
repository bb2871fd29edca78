internal import DirectoryModel
internal import Reports

/// A report as the page shows it: cards, a chart, tables, and what must be known before believing them.
struct ReportView {
    let form: ReportForm
    let paging: Paging
    let style: ReportStyle

    private var language: Language { Language(style) }

    func values(_ report: MadeReport) -> [String: Any] {
        var values: [String: Any] =
            switch report {
            case .census(let report): census(report)
            case .delta(let report): delta(report)
            case .growth(let report): growth(report)
            }
        values["hasReport"] = true
        return values
    }

    private func common(_ subtitle: String, _ chart: String?, _ generated: Timestamp) -> [String: Any] {
        var values: [String: Any] = [
            "subtitle": subtitle,
            "madeAt": ReportingText.reportMadeAt.text(in: language, "waktu", style.longTime(generated)),
        ]
        if let chart { values["chart"] = chart }
        return values
    }

    // MARK: Census

    private func census(_ report: CensusReport) -> [String: Any] {
        var values = common(style.longTime(report.at), report.svg(style), report.generated)
        let row = report.services.count == 1 ? report.services[0] : report.total
        values["cards"] = CensusCards(row, hasTenants: form.isHeadOffice, style).values
        values["hasCards"] = true
        var tables: [FigureTable] = []
        if !report.services.isEmpty { tables.append(services(report)) }
        if !report.tenants.isEmpty { tables.append(tenants(report, &values)) }
        values["tables"] = tables.map(\.values)
        return values
    }

    private func services(_ report: CensusReport) -> FigureTable {
        FigureTable(
            caption: style.language.service,
            heads: CensusRow.heads(style.language, withTenant: false),
            rows: report.services.map { row in
                FigureTable.Row(
                    cells: row.cells(style, withTenant: false),
                    link: form.isHeadOffice ? row.service.map { form.link(service: $0) } : nil
                )
            },
            sum: report.services.count > 1 ? report.total.cells(style, withTenant: false) : nil
        )
    }

    private func tenants(_ report: CensusReport, _ values: inout [String: Any]) -> FigureTable {
        FigureTable(
            caption: ReportingText.reportTenants.text(in: language),
            heads: tenantFirst(CensusRow.heads(style.language, withTenant: true)),
            names: 2,
            rows: page(of: report.tenants, &values).map { row in
                FigureTable.Row(
                    cells: tenantFirst(row.cells(style, withTenant: true)),
                    link: form.isHeadOffice
                        ? row.service.map { form.link(service: $0, tenant: row.tenant) } : nil
                )
            }
        )
    }

    /// A row's own name stands first.
    private func tenantFirst(_ cells: [String]) -> [String] {
        cells.count > 1 ? [cells[1], cells[0]] + cells.dropFirst(2) : cells
    }

    private func page<Row>(of rows: [Row], _ values: inout [String: Any]) -> ArraySlice<Row> {
        values.merge(paging.values(total: rows.count, link: form.kind.path + form.query, style)) { $1 }
        return rows[paging.part.clamped(to: rows.indices)]
    }

    // MARK: Delta

    private func delta(_ report: DeltaReport) -> [String: Any] {
        var values = common(style.period(report.from, report.to), report.svg(style), report.generated)
        if !report.complete {
            values["notComplete"] = DashboardText.notComplete.text(
                in: language,
                "waktu",
                report.recordedSince.map { style.longTime($0.wrappedValue) } ?? "–"
            )
        }
        let rows = report.services.isEmpty ? report.tenants : report.services
        var tables = DeltaSection.sections(style.language).map {
            FigureTable($0, rows, total: rows.count > 1 ? report.total : nil, style)
        }
        let changed = report.services.isEmpty ? [] : report.tenants.filter(\.hasChanges)
        if !changed.isEmpty {
            var table = FigureTable.accounts(Array(page(of: changed, &values)), total: nil, style)
            table.caption = ReportingText.reportChangedTenants.text(in: language)
            tables.append(table)
        }
        values["tables"] = tables.map(\.values)
        values["addsUp"] = true
        return values
    }

    // MARK: Growth

    private func growth(_ report: GrowthReport) -> [String: Any] {
        let charts = [GrowthMeasure.registered, .accounts].compactMap { report.svg(style, of: $0) }
        var values = common(style.period(report.from, report.to), charts.first, report.generated)
        if charts.count > 1 { values["secondChart"] = charts[1] }
        if !report.complete { values["notComplete"] = style.reconstructionNotice(report.recordedSince) }
        let words = style.language
        values["tables"] = [
            FigureTable(words.registered, report, style) { $0.registered }.values,
            FigureTable(words.uploaded, report, style) { $0.accounts }.values,
        ]
        if report.total.points.contains(where: \.reconstructed) { values["isReconstructed"] = true }
        return values
    }
}
