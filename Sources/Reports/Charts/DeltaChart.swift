extension DeltaReport {
    /// What came (to the right) and what went (to the left), per service; per tenant when the report is about one.
    public func svg(_ style: ReportStyle) -> String? {
        let rows = services.isEmpty ? tenants : services
        return rows.isEmpty ? nil : DeltaChart(self, rows, style).svg
    }
}

/// Bars to both sides of a line.
struct DeltaChart {
    private let report: DeltaReport
    private let rows: [DeltaRow]
    private let style: ReportStyle
    private let scale: ChartScale
    private let middle = 490.0
    private let reach = 200.0
    private let top = 92.0
    private let step = 52.0

    init(_ report: DeltaReport, _ rows: [DeltaRow], _ style: ReportStyle) {
        self.report = report
        self.rows = rows
        self.style = style
        let largest = rows.map { max($0.came, $0.went) }.max() ?? 0
        scale = ChartScale(largest: largest, start: 0, length: reach, about: 2)
    }

    var svg: String {
        let words = style.language
        let height = top + step * Double(rows.count) + 52
        let title = words("Accounts: what came and what went", "Akun: yang masuk dan yang keluar")
        var canvas = SVGCanvas(
            width: 960,
            height: height,
            title: title,
            description: style.period(report.from, report.to),
            style
        )
        canvas.text(title, x: 28, y: 34, "title")
        canvas.text(style.period(report.from, report.to), x: 28, y: 54, "muted")
        canvas.text(words.closing, x: 932, y: 54, "muted small", anchor: .end)
        drawGrid(&canvas, bottom: height - 46)
        for (index, row) in rows.enumerated() { draw(row, y: top + step * Double(index), &canvas) }
        drawLegend(&canvas, y: height - 20)
        return canvas.svg
    }

    private func drawGrid(_ canvas: inout SVGCanvas, bottom: Double) {
        for tick in scale.ticks {
            for side in tick == 0 ? [1.0] : [1.0, -1.0] {
                let x = middle + side * scale.position(tick)
                canvas.line(x, top - 14, x, bottom, tick == 0 ? "axis" : "grid")
                canvas.text(style.number(tick), x: x, y: top - 20, "muted small", anchor: .middle)
            }
        }
    }

    private func draw(_ row: DeltaRow, y: Double, _ canvas: inout SVGCanvas) {
        let name = row.tenant.map(style.language.name(tenant:)) ?? row.service ?? ""
        canvas.text(name.shortened(to: 30), x: 28, y: y + 21, "strong")
        let (created, movedIn) = (scale.position(row.accounts.created), scale.position(row.accounts.movedIn))
        let (removed, movedOut) = (scale.position(row.accounts.removed), scale.position(row.accounts.movedOut))
        canvas.bar(x: middle + 1, y: y + 5, width: created, height: 24, "good")
        canvas.bar(x: middle + 1 + created, y: y + 5, width: movedIn, height: 24, "good pale")
        canvas.bar(x: middle - 1 - removed, y: y + 5, width: removed, height: 24, "bad")
        canvas.bar(x: middle - 1 - removed - movedOut, y: y + 5, width: movedOut, height: 24, "bad pale")
        canvas.text(style.signed(row.came), x: middle + created + movedIn + 10, y: y + 21, "small")
        canvas.text(style.signed(-row.went), x: middle - removed - movedOut - 10, y: y + 21, "small", anchor: .end)
        canvas.text(style.number(row.accounts.closing), x: 932, y: y + 16, "strong", anchor: .end)
        canvas.text(style.signed(row.came - row.went), x: 932, y: y + 33, "muted small", anchor: .end)
    }

    private func drawLegend(_ canvas: inout SVGCanvas, y: Double) {
        let words = style.language
        let entries = [
            (words.removed, "bad"), (words.movedOut, "bad pale"), (words.created, "good"), (words.movedIn, "good pale"),
        ]
        for (index, entry) in entries.enumerated() {
            let x = middle - reach + Double(index) * 118
            canvas.bar(x: x, y: y - 10, width: 12, height: 12, entry.1)
            canvas.text(entry.0, x: x + 18, y: y, "muted small")
        }
    }
}

extension DeltaRow {
    var came: Int { accounts.created + accounts.movedIn }
    var went: Int { accounts.removed + accounts.movedOut }
}

extension String {
    /// At most so many characters, with an ellipsis where something is left out.
    func shortened(to length: Int) -> String {
        count <= length ? self : String(prefix(length - 1)) + "…"
    }
}
