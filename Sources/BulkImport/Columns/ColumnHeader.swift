internal import LDAPClient

/// Which field of a record says what.
struct ColumnHeader: Sendable {
    /// The columns in the file's order.
    let columns: [ImportColumn]
    /// What the file calls them.
    let names: [String]

    /// Reads the first record. Throws ``ImportFileError`` for a name that nobody knows: leaving it out would lose what
    /// somebody meant to say.
    init(_ record: CSVRecord) throws(ImportFileError) {
        var columns: [ImportColumn] = []
        var names: [String] = []
        for field in 0..<record.count {
            let (column, name) = try Self.column(record, field)
            if let first = columns.firstIndex(of: column) {
                throw ImportFileError(
                    "\"\(name)\" says the same as column \(first + 1), \"\(names[first])\"",
                    line: record.line,
                    column: field + 1
                )
            }
            columns.append(column)
            names.append(name)
        }
        guard columns.contains(.address) else {
            throw ImportFileError(
                "the header names no column of addresses; call it \(Self.choice(.address))",
                line: record.line
            )
        }
        self.columns = columns
        self.names = names
    }

    private static func column(_ record: CSVRecord, _ field: Int) throws(ImportFileError) -> (ImportColumn, String) {
        guard let text = String(validating: record[field], as: UTF8.self) else {
            throw ImportFileError("the header is not UTF-8", line: record.line, column: field + 1)
        }
        guard let column = ImportColumn(named: text) else {
            let isPassword = ["password", "userpassword", "sandi", "kata sandi"].contains(text.lowercased())
            throw ImportFileError(
                isPassword
                    ? "passwords are not uploaded; take the column out"
                    : "\"\(FieldRule.shown(text))\" is no known column; known are "
                        + ImportColumn.allCases.map { choice($0) }.joined(separator: ", "),
                line: record.line,
                column: field + 1
            )
        }
        return (column, text)
    }

    /// The English and the Indonesian name.
    private static func choice(_ column: ImportColumn) -> String {
        guard let english = column.names.first, let indonesian = column.names.last, english != indonesian else {
            return column.attribute.text
        }
        return "\(english) (\(indonesian))"
    }
}
