internal import DirectoryModel
internal import LDAPClient

/// What a row would change of its account. An empty cell says nothing, so it changes nothing.
struct RowChanges {
    /// Each column with its values before and after.
    private(set) var changes: [(column: ImportColumn, old: [String], new: [String])] = []

    init(_ values: ImportValues, _ current: ImportValues, _ policy: ImportPolicy) {
        for column in ImportColumn.allCases where column != .address {
            guard let new = values[column], new != current[column] else { continue }
            changes.append((column, current.list(column), values.list(column)))
        }
        let isActivated = values[.status] == AccountStatus.active.rawValue
        if isActivated, current[.mailHost] == nil, values[.mailHost] == nil, let host = policy.mailHost {
            changes.append((.mailHost, [], [host]))
        }
    }

    var isEmpty: Bool { changes.isEmpty }

    func concerns(_ column: ImportColumn) -> Bool { changes.contains { $0.column == column } }

    /// Whether the account becomes active by it.
    var activates: Bool {
        changes.contains { $0.column == .status && $0.new == [AccountStatus.active.rawValue] }
    }

    /// For showing.
    var attributes: [AttributeChange] {
        changes.map { AttributeChange(attribute: $0.column.attribute.text, old: $0.old, new: $0.new) }
    }

    /// The same as operations. Old values are taken away one by one, which fails when somebody else has done so before.
    func modifications(registered: Timestamp?) -> [LDAPModification] {
        var modifications: [LDAPModification] = []
        for (column, old, new) in changes {
            let (gone, added) = (old.filter { !new.contains($0) }, new.filter { !old.contains($0) })
            if !gone.isEmpty { modifications.append(LDAPModification(.delete, LDAPAttribute(column.attribute, gone))) }
            if !added.isEmpty { modifications.append(LDAPModification(.add, LDAPAttribute(column.attribute, added))) }
        }
        if let registered {
            modifications.append(.add(AccountEntry.registeredTime, AccountEntry.generalizedTime(registered)))
        }
        return modifications
    }

    /// Lets the change happen only while the account is as it was when the plan was made: what somebody else has written since
    /// is not overwritten. Not with a change of aliases: slapd's unique overlay (2.5) applies the assertion to its own search
    /// for the address too, and refuses every such write; there the old values have to be there to be taken away.
    var assumption: LDAPControl? {
        if concerns(.aliases) { return nil }
        let filters = changes.map { change in
            guard !change.old.isEmpty else { return LDAPFilter.not(.present(change.column.attribute)) }
            return LDAPFilter.and(change.old.map { .equal(change.column.attribute, $0) })
        }
        return .assertion(.and(filters))
    }
}
