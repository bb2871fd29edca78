/// The building blocks of a chart. Colours are classes, so that a chart is light or dark as its reader's screen is, and
/// always light on paper; sizes are user units, the width is that of the place it is put in.
struct SVGCanvas {
    let width: Double
    let height: Double
    private let title: String
    private let description: String
    private let embedsRules: Bool
    private var body = ""

    /// `description` says in words what the chart is about, for those who do not see it.
    init(width: Double, height: Double, title: String, description: String, _ style: ReportStyle) {
        self.width = width
        self.height = height
        self.title = title
        self.description = description
        embedsRules = style.embedsChartRules
    }

    /// Where a text's `x` is.
    enum Anchor: String {
        case start
        case middle
        case end
    }

    mutating func text(_ text: String, x: Double, y: Double, _ kind: String = "", anchor: Anchor = .start) {
        body += "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
        if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
        if !kind.isEmpty { body += " class=\"\(kind)\"" }
        body += ">\(Markup.escaped(text))</text>\n"
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String) {
        body += "<line x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\""
        body += " y2=\"\(Self.number(y2))\" class=\"\(kind)\"/>\n"
    }

    mutating func bar(x: Double, y: Double, width: Double, height: Double, _ kind: String, radius: Double = 3) {
        guard width > 0 else { return }
        body += "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(max(width, 1)))\""
        body += " height=\"\(Self.number(height))\" rx=\"\(Self.number(min(radius, width / 2)))\" class=\"\(kind)\"/>\n"
    }

    mutating func dot(x: Double, y: Double, radius: Double, _ kind: String) {
        body +=
            "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\" class=\"\(kind)\"/>\n"
    }

    mutating func path(_ points: [(x: Double, y: Double)], _ kind: String) {
        guard points.count > 1 else { return }
        let steps = points.map { "\(Self.number($0.x)) \(Self.number($0.y))" }.joined(separator: "L")
        body += "<path d=\"M\(steps)\" class=\"\(kind)\"/>\n"
    }

    var svg: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.number(width)) \(Self.number(height))" \
        width="\(Self.number(width))" height="\(Self.number(height))" role="img" class="chart">
        <title>\(Markup.escaped(title))</title>
        <desc>\(Markup.escaped(description))</desc>
        \(embedsRules ? "<style>\(ChartPalette.css)</style>" : "")
        <rect width="100%" height="100%" rx="12" class="paper"/>
        \(body)</svg>

        """
    }

    /// One decimal is finer than any screen.
    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }
}
