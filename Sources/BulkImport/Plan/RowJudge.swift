internal import DirectoryModel
internal import LDAPClient

/// Decides about one row after the other, in the file's order, since each new account leaves less room for the next.
struct RowJudge {
    let draft: ImportDraft
    let known: KnownAccounts
    let rules: TenantRules
    let policy: ImportPolicy
    /// The tenant's accounts, those to be made included.
    private var open: Int

    init(_ draft: ImportDraft, _ known: KnownAccounts, _ rules: TenantRules, _ policy: ImportPolicy) {
        self.draft = draft
        self.known = known
        self.rules = rules
        self.policy = policy
        open = known.open
    }

    /// What is to be done about a row, and why it is refused if it is.
    mutating func judge(_ row: Int) -> (RowVerdictKind, [RowRefusal]) {
        var refusals = draft.refusals[row] ?? []
        let values = draft.rows[row]
        let isElsewhere = refusals.contains { $0.rule == .duplicateInFile }
        guard values[.address] != nil, !isElsewhere else { return (.refused, refusals) }
        guard let current = known[row] else {
            refusals += creationRefusals(values)
            if refusals.isEmpty, let violation = rules.tenant.capViolation(others: open) {
                refusals.append(RowRefusal(violation))
            }
            guard refusals.isEmpty else { return (.refused, refusals) }
            open += 1
            return (.create, [])
        }
        let changes = RowChanges(values, current, policy)
        refusals += changeRefusals(changes, values, current, isRegistered: known.isRegistered(row))
        if !refusals.isEmpty { return (.refused, refusals) }
        return (changes.isEmpty ? .same : .change, [])
    }

    private func creationRefusals(_ values: ImportValues) -> [RowRefusal] {
        var refusals = addressRefusals(values, besides: [], columns: [.address, .aliases])
        if values[.name] == nil {
            refusals.append(draft.refusal(.name, .missingValue, "a new account needs a name", "add one"))
        }
        let status = values[.status] ?? AccountStatus.uploaded.rawValue
        if status == AccountStatus.closed.rawValue {
            refusals.append(
                draft.refusal(.status, .statusTransition, "a new account cannot be closed", "take the row out")
            )
        } else if status != AccountStatus.uploaded.rawValue, values[.mailHost] ?? policy.mailHost == nil {
            refusals.append(draft.refusal(.mailHost, .missingValue, "an account that is \(status) needs one", "add it"))
        }
        return refusals + quotaRefusals(values)
    }

    private func changeRefusals(
        _ changes: RowChanges,
        _ values: ImportValues,
        _ current: ImportValues,
        isRegistered: Bool
    ) -> [RowRefusal] {
        var refusals = addressRefusals(values, besides: current.aliases, columns: [.aliases])
        if !changes.isEmpty, let old = current[.status].flatMap({ AccountStatus(rawValue: $0) }) {
            let new = values[.status].flatMap { AccountStatus(rawValue: $0) } ?? old
            if old == .closed || !old.mayBecome(new, isRegistered: isRegistered) {
                refusals.append(
                    draft.refusal(
                        .status,
                        .statusTransition,
                        old == .closed
                            ? "the account is closed"
                            : "the account is \(old.rawValue), and cannot become \(new.rawValue)",
                        "leave the cell empty, or take the row out"
                    )
                )
            }
        }
        return changes.concerns(.quota) ? refusals + quotaRefusals(values) : refusals
    }

    /// Addresses of foreign domains, and such that somebody else has. What the account has already is not judged anew.
    private func addressRefusals(
        _ values: ImportValues,
        besides present: [String],
        columns: [ImportColumn]
    ) -> [RowRefusal] {
        var refusals: [RowRefusal] = []
        for column in columns {
            for text in values.list(column) {
                let address = MailAddress(trusted: text)
                if !present.contains(text), !rules.allows(address) {
                    let violation = Violation.foreignDomain(address, attribute: column.attribute.text)
                    refusals.append(draft.refusal(column, .foreignDomain, violation.detail, violation.remedy))
                } else if let holder = draft.claims.holders[address] {
                    refusals.append(
                        draft.refusal(column, .duplicateAddress, Self.text(text, holder), "use another address")
                    )
                }
            }
        }
        return refusals
    }

    private static func text(_ address: String, _ holder: AddressClaims.Holder) -> String {
        switch holder {
        case .account(let owner) where owner == address: "\(address) is the address of an account of this tenant"
        case .account(let owner): "\(address) belongs to \(owner)"
        case .elsewhere: "\(address) is used outside this tenant"
        }
    }

    private func quotaRefusals(_ values: ImportValues) -> [RowRefusal] {
        guard let violation = rules.tenant.quotaViolation(values[.quota].flatMap { Int64($0) }) else { return [] }
        return [draft.refusal(.quota, .quotaTooLarge, violation.detail, violation.remedy)]
    }
}
