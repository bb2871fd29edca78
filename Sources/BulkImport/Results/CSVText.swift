/// Lines of CSV (RFC 4180) for spreadsheets: CRLF, quotes where needed.
public enum CSVText {
    /// One line of fields, its end included; a field that a spreadsheet would run as a formula becomes a text.
    public static func line(_ fields: [String]) -> String {
        fields.map { quoted(harmless($0)) }.joined(separator: ",") + "\r\n"
    }

    /// A spreadsheet takes a cell that begins with one of these for a formula and runs it: an apostrophe in front keeps it
    /// a text.
    private static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) else {
            return text
        }
        return "'" + text
    }

    /// By bytes: a quote with a combining mark behind it is one character to Swift, and a quote to whoever reads the file.
    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { [0x2C, 0x22, 0x0D, 0x0A, 0x3B, 0x09].contains($0) }) else { return text }
        let quote = UInt8(ascii: "\"")
        let inner = text.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
        return String(decoding: [quote] + inner + [quote], as: UTF8.self)
    }
}
