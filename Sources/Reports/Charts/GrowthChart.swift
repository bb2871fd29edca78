/// What a growth chart draws.
public enum GrowthMeasure: String, Sendable, Hashable, CaseIterable {
    /// All accounts; not known before the ledger's start.
    case accounts
    /// Registered accounts.
    case registered
}

extension GrowthReport {
    /// The chart of registered accounts, for only they can be told of the time before the ledger; see ``svg(_:of:)``.
    public func svg(_ style: ReportStyle) -> String? { svg(style, of: .registered) }

    /// A line per service over time. What was reconstructed is dotted; `nil` when there is no point to draw.
    public func svg(_ style: ReportStyle, of measure: GrowthMeasure) -> String? {
        let chart = GrowthChart(self, measure, style)
        return chart.lines.isEmpty ? nil : chart.svg
    }
}

/// Lines over time, each labelled at its end.
struct GrowthChart {
    struct Line {
        let name: String
        let colour: Int
        let values: [(index: Int, value: Int, reconstructed: Bool)]
    }

    let lines: [Line]
    private let report: GrowthReport
    private let measure: GrowthMeasure
    private let style: ReportStyle
    private let scale: ChartScale
    private let left = 76.0
    private let right = 740.0
    private let top = 76.0
    private let bottom = 392.0

    init(_ report: GrowthReport, _ measure: GrowthMeasure, _ style: ReportStyle) {
        self.report = report
        self.measure = measure
        self.style = style
        lines = report.services.enumerated().compactMap { index, series in
            let values = series.points.enumerated().compactMap { place, point in
                (measure == .accounts ? point.accounts : point.registered).map { (place, $0, point.reconstructed) }
            }
            return values.contains { $0.1 > 0 }
                ? Line(name: series.service ?? "", colour: ChartPalette.series(index), values: values) : nil
        }
        let largest = lines.flatMap(\.values).map(\.value).max() ?? 0
        scale = ChartScale(largest: largest, start: bottom, length: top - bottom)
    }

    var svg: String {
        let words = style.language
        let what = measure == .accounts ? words.uploaded : words.registered
        var canvas = SVGCanvas(
            width: 960,
            height: 440,
            title: what,
            description: style.period(report.from, report.to),
            style
        )
        canvas.text(what, x: 28, y: 34, "title")
        canvas.text(
            "\(style.period(report.from, report.to)) · \(style.language("per service", "per layanan"))",
            x: 28,
            y: 54,
            "muted"
        )
        drawGrid(&canvas)
        drawPeriods(&canvas)
        drawStart(&canvas)
        for line in lines { draw(line, &canvas) }
        drawLabels(&canvas)
        return canvas.svg
    }

    private func x(_ index: Int) -> Double {
        let count = report.total.points.count
        return count < 2 ? (left + right) / 2 : left + (right - left) * Double(index) / Double(count - 1)
    }

    private func drawGrid(_ canvas: inout SVGCanvas) {
        for tick in scale.ticks {
            let y = scale.position(tick)
            canvas.line(left, y, right, y, tick == 0 ? "axis" : "grid")
            canvas.text(style.number(tick), x: left - 10, y: y + 4, "muted small", anchor: .end)
        }
    }

    /// As many labels as fit: about one every 80 units.
    private func drawPeriods(_ canvas: inout SVGCanvas) {
        let points = report.total.points
        let step = max(1, Int((Double(points.count) * 80 / (right - left)).rounded(.up)))
        for index in points.indices where (points.count - 1 - index) % step == 0 {
            canvas.text(style.tick(points[index].period), x: x(index), y: bottom + 22, "muted small", anchor: .middle)
        }
    }

    /// Where recording began, when the chart reaches further back.
    private func drawStart(_ canvas: inout SVGCanvas) {
        let points = report.total.points
        guard measure == .registered, points.first?.reconstructed == true,
            let first = points.firstIndex(where: { !$0.reconstructed })
        else { return }
        canvas.line(x(first), top - 6, x(first), bottom, "mark")
        let label = style.language(
            "recorded from here; dotted: from registration times",
            "tercatat mulai di sini; titik-titik: dari waktu registrasi"
        )
        let isLeft = x(first) > (left + right) / 2
        canvas.text(label, x: x(first) + (isLeft ? -8 : 8), y: top - 2, "muted small", anchor: isLeft ? .end : .start)
    }

    private func draw(_ line: Line, _ canvas: inout SVGCanvas) {
        let places = line.values.map { (x: x($0.index), y: scale.position($0.value)) }
        let known = line.values.firstIndex { !$0.reconstructed } ?? places.count
        canvas.path(Array(places.prefix(known + 1)), "line guess s\(line.colour)")
        canvas.path(Array(places.dropFirst(known)), "line s\(line.colour)")
        if let last = places.last { canvas.dot(x: last.x, y: last.y, radius: 4, "s\(line.colour)") }
    }

    /// Names and values at the lines' ends, moved apart where lines end close to each other.
    private func drawLabels(_ canvas: inout SVGCanvas) {
        let ends = lines.compactMap { line in line.values.last.map { (line: line, value: $0.value) } }
            .sorted { $0.value > $1.value }
        let places = Self.apart(ends.map { scale.position($0.value) }, by: 38, within: (top + 12)...(bottom - 14))
        for (end, y) in zip(ends, places) {
            canvas.text(end.line.name, x: right + 16, y: y - 3, "strong s\(end.line.colour)")
            canvas.text(style.number(end.value), x: right + 16, y: y + 14, "muted")
        }
    }

    /// Moves places apart, ascending, keeping them as near to where they were as the space lets them.
    static func apart(_ places: [Double], by distance: Double, within range: ClosedRange<Double>) -> [Double] {
        var moved = places
        for index in moved.indices {
            let least = index == 0 ? range.lowerBound : moved[index - 1] + distance
            moved[index] = max(moved[index], least)
        }
        var most = range.upperBound
        for index in moved.indices.reversed() {
            moved[index] = min(moved[index], most)
            most = moved[index] - distance
        }
        return moved
    }
}

extension ReportStyle {
    /// A period as an axis label: `Nov 2026`, `21 Nov`.
    func tick(_ period: String) -> String {
        let months = language(
            "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
            "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des"
        ).split(separator: " ")
        let parts = period.split(separator: "-").compactMap { Int($0) }
        guard parts.count > 1, months.indices.contains(parts[1] - 1) else { return period }
        return parts.count > 2 ? "\(parts[2]) \(months[parts[1] - 1])" : "\(months[parts[1] - 1]) \(parts[0])"
    }
}
