internal import LDAPClient

/// The rows of an LDIF file: its entries, each as what it says about one account.
struct LDIFRows {
    private var blocks: LDIFBlocks
    private let accounts: DistinguishedName
    private var isFirst = true

    init(_ source: ByteSource, target: ImportTarget) {
        blocks = LDIFBlocks(source)
        accounts = target.accounts
    }

    mutating func read(into row: inout ParsedRow) throws(ImportFileError) -> Bool {
        while let block = try blocks.next() {
            row.line = block.line
            row.values.removeAll()
            row.refusals.removeAll()
            guard let record = try record(block) else { continue }
            take(record, &row)
            return true
        }
        return false
    }

    /// A record; `nil` for a version or comments alone.
    private mutating func record(_ block: LDIFBlocks.Block) throws(ImportFileError) -> LDIFRecord? {
        defer { isFirst = false }
        if !isFirst, block.bytes.starts(with: Array("version:".utf8)) {
            throw ImportFileError("a version stands at the beginning of a file only", line: block.line)
        }
        do throws(LDIFError) {
            var reader = LDIFReader(block.bytes)
            return try reader.next()
        } catch {
            throw ImportFileError(error.reason, line: block.line + max(error.line, 1) - 1)
        }
    }

    private func take(_ record: LDIFRecord, _ row: inout ParsedRow) {
        guard record.dn.parent == accounts, record.dn.rdn?.type == ImportColumn.address.attribute else {
            return row.refuse("dn", .malformedRow, "the entry is not one of \(accounts)", "upload it to its own tenant")
        }
        switch record.content {
        case .entry(let attributes), .add(let attributes):
            for attribute in attributes { take(attribute, &row) }
            let named = record.dn.rdn?.value.lowercased()
            if let address = row.values[.address], address != named {
                row.refuse(
                    "mail",
                    .brokenValue,
                    "\(address) is not the address in the entry's name",
                    "let both be the same"
                )
            }
        default:
            row.refuse("changetype", .malformedRow, "a change, not an entry", "upload the entry as it shall be")
        }
    }

    private func take(_ attribute: LDAPAttribute, _ row: inout ParsedRow) {
        if attribute.name == "objectClass" { return takeClasses(attribute, &row) }
        guard let column = ImportColumn.allCases.first(where: { $0.attribute == attribute.name }) else {
            return row.refuse(
                attribute.name.text,
                .brokenValue,
                "an attribute that is not uploaded",
                "take it out of the file"
            )
        }
        guard column == .aliases || attribute.values.count == 1 else {
            return row.refuse(attribute.name.text, .brokenValue, "\(attribute.values.count) values", "leave one")
        }
        do throws(FieldRule.Fault) {
            let bytes = attribute.values.joined(separator: CollectionOfOne(UInt8(ascii: " ")))
            row.values[column] = try FieldRule.value(Array(bytes)[...], column)
        } catch {
            row.refuse(attribute.name.text, .brokenValue, error.detail, error.remedy)
        }
    }

    private func takeClasses(_ attribute: LDAPAttribute, _ row: inout ParsedRow) {
        let known = AccountEntry.classes.map { $0.lowercased() } + ["top", "person", "organizationalperson"]
        for value in attribute.values.map({ String(decoding: $0, as: UTF8.self) })
        where !known.contains(value.lowercased()) {
            row.refuse(
                "objectClass",
                .brokenValue,
                "\(FieldRule.shown(value)) is no class of an account",
                "take it out"
            )
        }
    }
}

extension ParsedRow {
    mutating func refuse(_ column: String, _ rule: RowRefusal.Rule, _ detail: String, _ remedy: String) {
        refusals.append(RowRefusal(column: column, rule: rule, detail: detail, remedy: remedy))
    }
}
