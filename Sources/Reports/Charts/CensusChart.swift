extension CensusReport {
    /// Per service how many are uploaded, and how many of them registered and blocked; per tenant when the report is
    /// about one service.
    public func svg(_ style: ReportStyle) -> String? {
        let rows = services.count > 1 ? services : tenants.isEmpty ? services : Array(tenants.prefix(CensusChart.most))
        return rows.isEmpty ? nil : CensusChart(self, rows, style).svg
    }
}

/// Bars within bars.
struct CensusChart {
    /// More rows than this are a table's business.
    static let most = 60

    private let report: CensusReport
    private let rows: [CensusRow]
    private let style: ReportStyle
    private let scale: ChartScale
    private let left = 250.0
    private let reach = 470.0
    private let top = 84.0
    private let step = 54.0

    init(_ report: CensusReport, _ rows: [CensusRow], _ style: ReportStyle) {
        self.report = report
        self.rows = rows
        self.style = style
        scale = ChartScale(largest: rows.map(\.uploaded).max() ?? 0, start: 0, length: reach)
    }

    var svg: String {
        let words = style.language
        let height = top + step * Double(rows.count) + 50
        let title = words("Accounts", "Akun")
        var canvas = SVGCanvas(
            width: 960,
            height: height,
            title: title,
            description: style.longTime(report.at),
            style
        )
        canvas.text(title, x: 28, y: 34, "title")
        canvas.text(style.longTime(report.at), x: 28, y: 54, "muted")
        for tick in scale.ticks {
            let x = left + scale.position(tick)
            canvas.line(x, top - 10, x, height - 46, tick == 0 ? "axis" : "grid")
            canvas.text(style.number(tick), x: x, y: top - 16, "muted small", anchor: .middle)
        }
        for (index, row) in rows.enumerated() { draw(row, y: top + step * Double(index), &canvas) }
        drawLegend(&canvas, y: height - 18)
        return canvas.svg
    }

    private func draw(_ row: CensusRow, y: Double, _ canvas: inout SVGCanvas) {
        let name = row.tenant.map(style.language.name(tenant:)) ?? row.service ?? ""
        canvas.text(name.shortened(to: 32), x: 28, y: y + 22, "strong")
        canvas.bar(x: left + 1, y: y + 5, width: scale.position(row.uploaded), height: 22, "s0 pale")
        canvas.bar(x: left + 1, y: y + 5, width: scale.position(row.registered), height: 22, "s0")
        canvas.bar(x: left + 1, y: y + 30, width: scale.position(row.blocked), height: 6, "bad", radius: 2)
        canvas.text(style.number(row.uploaded), x: 932, y: y + 15, "strong", anchor: .end)
        let registered = row.registeredPercent.map { "\(style.number(row.registered)) · \($0) %" } ?? ""
        canvas.text(registered, x: 932, y: y + 32, "muted small", anchor: .end)
    }

    private func drawLegend(_ canvas: inout SVGCanvas, y: Double) {
        let words = style.language
        let entries = [(words.uploaded, "s0 pale"), (words.registered, "s0"), (words.blocked, "bad")]
        for (index, entry) in entries.enumerated() {
            let x = left + Double(index) * 170
            canvas.bar(x: x, y: y - 10, width: 12, height: 12, entry.1)
            canvas.text(entry.0, x: x + 18, y: y, "muted small")
        }
    }
}
