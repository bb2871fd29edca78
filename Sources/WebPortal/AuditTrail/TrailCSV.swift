internal import DirectoryModel

/// The audit trail for spreadsheets (RFC 4180).
enum TrailCSV {
    static let header = line(["time", "author", "kind", "entry", "entryUUID", "newEntry", "changes"])

    static func line(_ record: TrailRecord) -> String {
        line([
            record.time.rfc3339, record.author, record.kind.rawValue, record.entry, record.uuid?.description ?? "",
            record.newEntry ?? "", record.changes.map(text).joined(separator: "; "),
        ])
    }

    private static func text(_ change: TrailChange) -> String {
        let old = change.removed.isEmpty ? "" : change.removed.joined(separator: ", ") + " → "
        return "\(change.attribute): \(old)\(change.added.joined(separator: ", "))"
    }

    private static func line(_ fields: [String]) -> String {
        fields.map { quoted(harmless($0)) }.joined(separator: ",") + "\r\n"
    }

    /// A spreadsheet takes a cell that begins with one of these for a formula and runs it.
    private static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) else {
            return text
        }
        return "'" + text
    }

    /// By bytes: a quote with a combining mark behind it is one character to Swift.
    private static func quoted(_ text: String) -> String {
        let quote = UInt8(ascii: "\"")
        let inner = text.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
        return String(decoding: [quote] + inner + [quote], as: UTF8.self)
    }
}
