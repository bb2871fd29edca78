/// Columns for a terminal: texts to the left, numbers to the right, as wide as their widest cell.
public struct TableFormat: Sendable {
    private let header: [String]
    private let leftColumns: Int
    private var rows: [[String]] = []

    /// The first `leftColumns` are texts.
    public init(header: [String], leftColumns: Int = 1) {
        self.header = header
        self.leftColumns = leftColumns
    }

    /// Adds a row; control characters in it are made harmless.
    public mutating func add(_ cells: [String]) { rows.append(cells.map(Self.harmless)) }

    /// A line between what is summed and the sum.
    public mutating func addRule() { rows.append([]) }

    /// All rows below the header, with a newline at the end.
    public var text: String {
        let all = [header] + rows
        let widths = header.indices.map { column in
            all.map { $0.indices.contains(column) ? Self.width($0[column]) : 0 }.max() ?? 0
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        let lines = all.map { $0.isEmpty ? rule : line($0, widths) }
        return ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n") + "\n"
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).enumerated().map { column, cell in
            let space = String(repeating: " ", count: cell.1 - Self.width(cell.0))
            return column < leftColumns ? cell.0 + space : space + cell.0
        }
        let line = padded.joined(separator: "  ")
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    /// Control characters in a name could move the cursor or colour the terminal.
    private static func harmless(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
            )
        )
    }

    /// The columns a text takes on a terminal: combining marks none, East Asian wide characters and emoji two
    /// (Unicode Standard Annex 11).
    static func width(_ text: String) -> Int {
        text.reduce(0) { $0 + ($1.unicodeScalars.first.map(width) ?? 0) }
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
    ]

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: 0
        default: wide.contains { $0.contains(scalar.value) } ? 2 : 1
        }
    }
}
