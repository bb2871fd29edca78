/// Comma-separated values as RFC 4180 describes them: CRLF, quotes where needed.
package struct CSVFormat {
    /// One field. Numbers are ours; texts come from the directory and may be anything.
    package enum Field {
        case text(String)
        case number(Int?)
    }

    /// All lines so far, each with its line end.
    package private(set) var text = ""

    /// Begins with the names of the columns.
    package init(header: [String]) {
        add(header.map(Field.text))
    }

    /// Adds a line.
    package mutating func add(_ fields: [Field]) {
        text += fields.map(Self.written).joined(separator: ",") + "\r\n"
    }

    private static func written(_ field: Field) -> String {
        switch field {
        case .number(let number): number.map(String.init) ?? ""
        case .text(let text): quoted(harmless(text))
        }
    }

    /// A spreadsheet takes a cell that begins with one of these for a formula and runs it, so a tenant's name could act in
    /// a director's office: an apostrophe in front keeps it a text.
    private static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) else {
            return text
        }
        return "'" + text
    }

    private static func quoted(_ text: String) -> String {
        let needsQuotes = text.unicodeScalars.contains { ",\"\r\n;\t".unicodeScalars.contains($0) }
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
