internal import BulkImport
internal import Foundation

/// The kinds of rows that a plan's pages list.
enum PlanListing: String, CaseIterable, Sendable {
    case refused, change, create

    init?(_ kind: RowVerdictKind) {
        switch kind {
        case .refused: self = .refused
        case .change: self = .change
        case .create: self = .create
        case .same: return nil
        }
    }
}

/// One row of a plan as a page shows it, kept as one line of a file: a plan need not stay in memory to be looked at.
struct ListedRow: Hashable, Sendable {
    /// Why the row is refused, or what it changes.
    struct Note: Hashable, Sendable {
        /// The column's name in the file, or the attribute's.
        var column: String
        /// The rule that is broken; empty for a change.
        var rule: String
        /// What is wrong; for a change what was.
        var before: String
        /// How to mend it; for a change what will be.
        var after: String
    }

    var line: Int
    var address: String
    var notes: [Note]

    init(line: Int, address: String, notes: [Note]) {
        (self.line, self.address, self.notes) = (line, address, notes)
    }

    init(_ row: ImportPlan.Row) {
        let notes: [Note] =
            switch row.verdict {
            case .create, .same: []
            case .change(let changes):
                changes.map {
                    Note(
                        column: $0.attribute,
                        rule: "",
                        before: $0.old.joined(separator: ", "),
                        after: $0.new.joined(separator: ", ")
                    )
                }
            case .refused(let refusals):
                refusals.map { Note(column: $0.column, rule: $0.rule.rawValue, before: $0.detail, after: $0.remedy) }
            }
        self.init(line: row.line, address: row.address, notes: notes)
    }

    // MARK: One line of a file

    private static let (unit, record): (Character, Character) = ("\u{1F}", "\u{1E}")

    var text: String {
        let fields = ["\(line)", address].map(Self.cleaned)
        let notes = notes.map { note in
            [note.column, note.rule, note.before, note.after].map(Self.cleaned).joined(separator: String(Self.unit))
        }
        return ([fields.joined(separator: String(Self.unit))] + notes).joined(separator: String(Self.record)) + "\n"
    }

    init?(text: String) {
        let records = Self.parts(text[...], Self.record).map { Self.parts($0, Self.unit).map(String.init) }
        guard let head = records.first, head.count == 2, let line = Int(head[0]) else { return nil }
        let notes = records.dropFirst().filter { $0.count == 4 }.map {
            Note(column: $0[0], rule: $0[1], before: $0[2], after: $0[3])
        }
        guard notes.count == records.count - 1 else { return nil }
        self.init(line: line, address: head[1], notes: notes)
    }

    private static func parts(_ text: Substring, _ separator: Character) -> [Substring] {
        text.split(omittingEmptySubsequences: false) { $0 == separator }
    }

    /// Without what separates lines and fields; most text has none of it.
    private static func cleaned(_ text: String) -> String {
        text.utf8.allSatisfy { $0 >= 0x20 }
            ? text : String(text.map { $0.isASCII && ($0.asciiValue ?? 32) < 32 ? " " : $0 })
    }
}

/// Rows of one kind, from some place of their file on.
struct ListedPage: Sendable {
    static let size = 50

    let rows: [ListedRow]
    /// Where the next page begins; `nil` after the last one.
    let next: UInt64?

    /// Reads a page. A place that is none, such as in the middle of a line, is `nil`; so is a file that is not there.
    init?(file: String, from start: UInt64) throws {
        guard let handle = FileHandle(forReadingAtPath: file) else { return nil }
        defer { try? handle.close() }
        let length = try handle.seekToEnd()
        guard start <= length else { return nil }
        try handle.seek(toOffset: start == 0 ? 0 : start - 1)
        if start > 0, try handle.read(upToCount: 1)?.first != UInt8(ascii: "\n") { return nil }
        var bytes = Data()
        while bytes.count(where: { $0 == UInt8(ascii: "\n") }) < Self.size,
            let more = try handle.read(upToCount: 1 << 16), !more.isEmpty
        {
            bytes.append(more)
        }
        let lines = bytes.split(separator: UInt8(ascii: "\n")).prefix(Self.size)
        rows = lines.compactMap { ListedRow(text: String(decoding: $0, as: UTF8.self)) }
        let end = start + UInt64(lines.reduce(0) { $0 + $1.count + 1 })
        next = end < length ? end : nil
    }
}
