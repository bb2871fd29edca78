/// The rows of a CSV file with a header.
struct CSVRows {
    private var reader: CSVReader
    private var record = CSVRecord()
    /// What the columns say.
    let header: ColumnHeader

    init(_ source: ByteSource) throws(ImportFileError) {
        reader = try CSVReader(source)
        guard try reader.read(into: &record) else { throw ImportFileError("the file is empty") }
        header = try ColumnHeader(record)
    }

    mutating func read(into row: inout ParsedRow) throws(ImportFileError) -> Bool {
        guard try reader.read(into: &record) else { return false }
        row.line = record.line
        row.values.removeAll()
        row.refusals.removeAll()
        noteShape(&row)
        for field in 0..<min(record.count, header.columns.count) { take(field, &row) }
        return true
    }

    private func noteShape(_ row: inout ParsedRow) {
        if record.count != header.columns.count {
            row.refusals.append(
                RowRefusal(
                    column: "",
                    position: min(record.count, header.columns.count) + 1,
                    rule: .malformedRow,
                    detail: "\(record.count) fields, and the header has \(header.columns.count)",
                    remedy: "put a value that holds a separator or a quote into quotes"
                )
            )
        }
        for (field, fault) in record.faults {
            row.refusals.append(
                RowRefusal(
                    column: field < header.names.count ? header.names[field] : "",
                    position: field + 1,
                    rule: .malformedRow,
                    detail: fault == .strayQuote
                        ? "a quote in a field that does not begin with one" : "text after the closing quote",
                    remedy: "put the whole field into quotes and write each quote within it twice"
                )
            )
        }
    }

    private func take(_ field: Int, _ row: inout ParsedRow) {
        let column = header.columns[field]
        do throws(FieldRule.Fault) {
            row.values[column] = try FieldRule.value(record[field], column)
        } catch {
            row.refusals.append(
                RowRefusal(
                    column: header.names[field],
                    position: field + 1,
                    rule: .brokenValue,
                    detail: error.detail,
                    remedy: error.remedy
                )
            )
        }
    }
}
