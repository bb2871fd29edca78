/// What is said about one account, by column; every value is in the form the directory is to have it. The aliases are one
/// text: addresses in order, a line each.
struct ImportValues: Hashable, Sendable {
    private var values: [String?] = Array(repeating: nil, count: ImportColumn.allCases.count)

    subscript(column: ImportColumn) -> String? {
        get { values[Int(column.rawValue)] }
        set { values[Int(column.rawValue)] = newValue }
    }

    /// The aliases one by one.
    var aliases: [String] { self[.aliases].map(Self.lines) ?? [] }

    /// The values of a column as the directory has them.
    func list(_ column: ImportColumn) -> [String] {
        column == .aliases ? aliases : self[column].map { [$0] } ?? []
    }

    mutating func removeAll() {
        for index in values.indices { values[index] = nil }
    }

    static func lines(_ text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
    }
}
