/// One self-contained page: no script, nothing loaded from anywhere; light or dark as the screen is, light on paper.
struct HTMLPage {
    private let language: ReportLanguage
    private let title: String
    private let subtitle: String
    private var body = ""

    init(_ language: ReportLanguage, title: String, subtitle: String) {
        self.language = language
        self.title = title
        self.subtitle = subtitle
    }

    /// A number a director looks for first.
    struct Card {
        let label: String
        let value: String
        let note: String
    }

    mutating func add(cards: [Card]) {
        body += "<section class=\"cards\">\n"
        for card in cards {
            body += "<div class=\"card\"><h2>\(Markup.escaped(card.label))</h2>"
            body += "<p class=\"value\">\(Markup.escaped(card.value))</p><p>\(Markup.escaped(card.note))</p></div>\n"
        }
        body += "</section>\n"
    }

    /// What a reader must know before believing the numbers.
    mutating func add(notice: String) {
        body += "<p class=\"notice\">\(Markup.escaped(notice))</p>\n"
    }

    mutating func add(chart svg: String?) {
        if let svg { body += "<figure>\(svg)</figure>\n" }
    }

    /// The first `leftColumns` are texts; `sum` is the line below.
    mutating func add(table title: String, header: [String], leftColumns: Int, rows: [[String]], sum: [String]? = nil) {
        body += "<section><h2>\(Markup.escaped(title))</h2><div class=\"scroll\"><table>\n<thead>"
        body += Self.line(header, leftColumns, "th") + "</thead>\n<tbody>\n"
        for row in rows { body += Self.line(row, leftColumns, "td") + "\n" }
        body += "</tbody>\n"
        if let sum { body += "<tfoot>" + Self.line(sum, leftColumns, "td") + "</tfoot>\n" }
        body += "</table></div></section>\n"
    }

    func html(footer: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="\(language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="color-scheme" content="light dark">
        <title>\(Markup.escaped(title)) · \(Markup.escaped(subtitle))</title>
        <style>\(PageStyle.css)</style>
        </head>
        <body>
        <header><h1>\(Markup.escaped(title))</h1><p>\(Markup.escaped(subtitle))</p></header>
        <main>
        \(body)</main>
        <footer><p>\(Markup.escaped(footer))</p></footer>
        </body>
        </html>

        """
    }

    private static func line(_ cells: [String], _ leftColumns: Int, _ tag: String) -> String {
        let cells = cells.enumerated().map { column, cell in
            "<\(tag)\(column < leftColumns ? "" : " class=\"n\"")>\(Markup.escaped(cell))</\(tag)>"
        }
        return "<tr>" + cells.joined() + "</tr>"
    }
}
