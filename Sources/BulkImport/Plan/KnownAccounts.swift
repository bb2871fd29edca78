internal import DirectoryModel
internal import LDAPClient

/// What the directory has already of what an upload is about.
struct KnownAccounts: Sendable {
    /// What the accounts of rows say now, in the order they were found.
    private var table = RowTable()
    /// Each row's account in the table; negative for none.
    private var numbers: [Int32]
    private var registered: Set<Int32> = []
    /// The tenant's accounts that are not closed.
    private(set) var open = 0

    init(rows: Int) { numbers = Array(repeating: -1, count: rows) }

    /// What a row's account says now; `nil` when there is none.
    subscript(row: Int) -> ImportValues? { numbers[row] < 0 ? nil : table[Int(numbers[row])] }

    /// Whether a row's account was registered by its owner.
    func isRegistered(_ row: Int) -> Bool { registered.contains(Int32(clamping: row)) }

    /// Lends the bytes a row's account is kept in; nothing when there is none.
    func withBytes<Result>(of row: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        if numbers[row] < 0 { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        return table.withBytes(of: Int(numbers[row]), body)
    }

    mutating func count(_ accounts: Int) { open += accounts }

    /// Takes an account of the tenant in.
    mutating func takeOwn(_ entry: LDAPEntry, _ draft: inout ImportDraft, isCounted: Bool) {
        if isCounted, entry.string(of: ImportColumn.status.attribute)?.lowercased() != AccountStatus.closed.rawValue {
            open += 1
        }
        guard let address = entry.withFirstValue(of: ImportColumn.address.attribute, { MailAddress(bytes: $0) }) ?? nil
        else { return }
        let row = ownRow(of: address, &draft)
        if let row, isNamed(entry, address) { keep(entry, row, draft.rows[Int(row)]) }
        entry.forEachValue(of: ImportColumn.aliases.attribute) { value in
            guard let alias = MailAddress(bytes: value), alias != address, let claim = draft.claims[alias] else {
                return
            }
            draft.claims.noteOwn(alias)
            if claim.row != row { draft.claims.note(.account(address.text), of: alias) }
        }
    }

    /// Takes in that somebody, somewhere, has these addresses.
    static func takeAny(_ entry: LDAPEntry, _ draft: inout ImportDraft) {
        for attribute in [ImportColumn.address.attribute, ImportColumn.aliases.attribute] {
            entry.forEachValue(of: attribute) { value in
                guard let address = MailAddress(bytes: value), let claim = draft.claims[address], !claim.isOwn else {
                    return
                }
                draft.claims.note(.elsewhere, of: address)
            }
        }
    }

    /// The row that is about the account with this address.
    private func ownRow(of address: MailAddress, _ draft: inout ImportDraft) -> Int32? {
        guard let claim = draft.claims[address] else { return nil }
        draft.claims.noteOwn(address)
        if claim.isPrimary { return claim.row }
        draft.claims.note(.account(address.text), of: address)
        return nil
    }

    /// An entry with another name than its address is found by no other row, and is nothing to be written to blindly.
    private func isNamed(_ entry: LDAPEntry, _ address: MailAddress) -> Bool {
        DNText.isNamed(entry.dn, attribute: "mail", value: address.text)
    }

    private mutating func keep(_ entry: LDAPEntry, _ row: Int32, _ wanted: ImportValues) {
        var values = ImportValues()
        for column in ImportColumn.allCases {
            let found = entry.strings(of: column.attribute)
            values[column] = column == .aliases ? Self.aliases(found) : Self.single(found, wanted[column])
        }
        numbers[Int(row)] = Int32(clamping: table.append(values))
        if entry.contains("pamongRegisteredTime") { registered.insert(row) }
    }

    /// Of several values the one that the upload means, if it is among them.
    private static func single(_ values: [String], _ wanted: String?) -> String? {
        if let wanted, values.contains(wanted) { return wanted }
        return values.first
    }

    private static func aliases(_ values: [String]) -> String? {
        values.isEmpty ? nil : values.map { $0.lowercased() }.sorted().joined(separator: "\n")
    }
}
