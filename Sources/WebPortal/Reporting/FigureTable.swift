internal import Reports

/// A table of figures, as the template `figureTable` takes it: names to the left, numbers to the right.
struct FigureTable: Sendable, Hashable {
    /// A row, whose first cell may lead to a page about it.
    struct Row: Sendable, Hashable {
        var cells: [String]
        var link: String?
    }

    var caption: String
    var heads: [String]
    /// So many columns are names.
    var names = 1
    var rows: [Row]
    var sum: [String]?

    var values: [String: Any] {
        var values: [String: Any] = [
            "caption": caption, "heads": heads.enumerated().map { Self.cell($1, isNumber: $0 >= names) },
            "rows": rows.map(rowValues),
        ]
        if let sum { values["sum"] = rowValues(Row(cells: sum)) }
        return values
    }

    private func rowValues(_ row: Row) -> [String: Any] {
        var values: [String: Any] = [
            "name": row.cells.first ?? "",
            "cells": row.cells.enumerated().dropFirst().map { Self.cell($1, isNumber: $0 >= names) },
        ]
        if let link = row.link { values["link"] = link }
        return values
    }

    private static func cell(_ text: String, isNumber: Bool) -> [String: Any] {
        isNumber ? ["text": text, "isNumber": true] : ["text": text]
    }
}

extension FigureTable {
    /// Accounts opening and closing, and what lies between.
    static func accounts(_ rows: [DeltaRow], total: DeltaRow?, _ style: ReportStyle) -> FigureTable {
        FigureTable(DeltaSection.accounts(style.language), rows, total: total, style)
    }

    /// One of the things a delta counts, a row for each service or tenant.
    init(_ section: DeltaSection, _ rows: [DeltaRow], total: DeltaRow?, _ style: ReportStyle) {
        let words = style.language
        let withTenant = rows.contains { $0.tenant != nil }
        let line = { (row: DeltaRow) in
            DeltaSection.names(row, words, withTenant: withTenant) + section.values(row).map(style.number)
        }
        let names = withTenant ? [words.service, words.tenant] : [words.service]
        self.init(
            caption: section.title,
            heads: names + section.columns,
            names: names.count,
            rows: rows.map { Row(cells: line($0)) },
            sum: total.map(line)
        )
    }

    /// A series: a row for each period, a column for each service and their sum. `count` is `nil` for what nobody knows.
    init(_ caption: String, _ report: GrowthReport, _ style: ReportStyle, _ count: (GrowthPoint) -> Int?) {
        let series = report.services.count == 1 ? report.services : report.services + [report.total]
        let period = report.by == .day ? ReportingText.reportDay : ReportingText.reportMonth
        self.init(
            caption: caption,
            heads: [period.text(in: Language(style))] + series.map { $0.service ?? style.language.total },
            rows: report.total.points.indices.map { index in
                let point = report.total.points[index]
                let counts = series.map { count($0.points[index]).map(style.number) ?? "–" }
                return Row(cells: [point.period + (point.reconstructed ? " *" : "")] + counts)
            }
        )
    }
}

extension Language {
    init(_ style: ReportStyle) { self = style.language == .indonesian ? .indonesian : .english }
}

extension FigureTable {
    /// What else a delta counts, a row for each thing: all of them are opened, gained, lost and closed.
    static func qualities(_ row: DeltaRow, withTenants: Bool, _ style: ReportStyle) -> FigureTable {
        let words = style.language
        let sections = DeltaSection.sections(words).dropFirst().filter { withTenants || $0.title != words.tenants }
        return FigureTable(
            caption: DashboardText.monthTitle.text(in: Language(style)),
            heads: [
                ReportingText.reportCounted.text(in: Language(style)), words.opening, words.gained, words.lost,
                words.closing,
            ],
            rows: sections.map { section in
                Row(cells: [section.title] + section.values(row).map(style.number))
            }
        )
    }
}
