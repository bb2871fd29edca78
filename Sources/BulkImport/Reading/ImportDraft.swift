internal import LDAPClient

/// An upload as it was read: every row with what it says, and who claims which address. Nothing has been asked yet.
struct ImportDraft {
    /// What each row says; nothing where it could not be read.
    var rows = RowTable()
    /// Where each row begins.
    var lines: [Int32] = []
    /// What is wrong with the rows that cannot be taken.
    var refusals: [Int: [RowRefusal]] = [:]
    /// Which row wants which address.
    var claims = AddressClaims()
    /// What the file calls its columns, where it has a header.
    private var header: ColumnHeader?

    /// How many rows there are.
    var count: Int { lines.count }

    /// The most rows of one upload: ten times the largest service.
    static let mostRows = 4_000_000

    /// Reads a whole upload. Throws ``ImportFileError`` when it cannot be read to its end.
    static func read(
        _ source: ByteSource,
        _ format: ImportFormat,
        target: ImportTarget,
        progress: (Int) throws -> Void
    ) throws -> ImportDraft {
        var draft = ImportDraft()
        var row = ParsedRow()
        switch format {
        case .csv:
            var rows = try CSVRows(source)
            draft.header = rows.header
            while try rows.read(into: &row) { try draft.take(row, progress) }
        case .ldif:
            var rows = LDIFRows(source, target: target)
            while try rows.read(into: &row) { try draft.take(row, progress) }
        }
        return draft
    }

    /// A refusal that names a column as the file does.
    func refusal(
        _ column: ImportColumn,
        _ rule: RowRefusal.Rule,
        _ detail: String,
        _ remedy: String
    ) -> RowRefusal {
        let field = header?.columns.firstIndex(of: column)
        let name = field.flatMap { header?.names[$0] } ?? column.attribute.text
        return RowRefusal(column: name, position: field.map { $0 + 1 }, rule: rule, detail: detail, remedy: remedy)
    }

    private mutating func take(_ row: ParsedRow, _ progress: (Int) throws -> Void) throws {
        guard count < Self.mostRows else {
            throw ImportFileError("more than \(Self.mostRows) rows", line: row.line)
        }
        var row = row
        claimAddresses(of: &row)
        if !row.refusals.isEmpty { refusals[count] = row.refusals }
        lines.append(Int32(clamping: row.line))
        rows.append(row.values)
        if count % 4096 == 0 { try progress(count) }
    }

    private mutating func claimAddresses(of row: inout ParsedRow) {
        guard let address = row.values[.address] else {
            if row.refusals.isEmpty {
                row.refusals.append(refusal(.address, .missingValue, "there is no address", "add one"))
            }
            return
        }
        claim(address, .address, of: &row)
        guard row.values[.aliases] != nil else { return }
        // Its own address is no alias of an account: the directory would refuse it.
        let aliases = row.values.aliases.filter { $0 != address }
        for alias in aliases { claim(alias, .aliases, of: &row) }
        row.values[.aliases] = aliases.isEmpty ? nil : aliases.joined(separator: "\n")
    }

    private mutating func claim(_ address: String, _ column: ImportColumn, of row: inout ParsedRow) {
        let claim = AddressClaims.Claim(row: Int32(clamping: count), isPrimary: column == .address)
        guard let first = claims.claim(address, claim) else { return }
        let line = Int(first.row) == count ? row.line : Int(lines[Int(first.row)])
        row.refusals.append(
            refusal(
                column,
                .duplicateInFile,
                "\(address) is \(first.isPrimary ? "the address" : "an alias") of line \(line)",
                "leave it in one of the two rows"
            )
        )
    }
}
