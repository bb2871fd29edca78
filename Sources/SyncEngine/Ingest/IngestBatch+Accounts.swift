internal import DirectoryModel
internal import StateDatabase

extension IngestBatch {
    /// Takes an account entry in: judged, then projected or quarantined.
    mutating func take(_ observed: ObservedAccount, of entry: ObservedEntry) throws {
        let node = tree.node(forParent: entry.parent)
        let csn = entry.csn ?? EntryCSN(time: now, order: 0)
        let existing = isFirstLoad ? nil : try writer.reader.account(entry.uuid)
        if let existing, existing.account.csn == csn, existing.node == node, existing.removed == nil,
            try writer.reader.quarantined(entry.uuid) == nil
        {
            return
        }
        let subject = AccountCase(
            uuid: entry.uuid,
            csn: csn,
            dn: entry.dn,
            node: node,
            name: entry.name(for: observed.address)
        )
        try decide(observed, subject, existing: existing)
    }

    /// An entry that is being judged.
    struct AccountCase {
        var uuid: EntryUUID
        var csn: EntryCSN
        var dn: String
        var node: Int64
        var name: String?
        /// Whether a message brought it; otherwise it is judged again because of another entry.
        var isAfresh = true
    }

    /// Judges and carries out.
    mutating func decide(_ observed: ObservedAccount, _ entry: AccountCase, existing: AccountRow?) throws {
        let judgement = try judge(observed, entry, existing: existing)
        switch judgement {
        case .refused(let violations):
            try writer.save(
                QuarantinedEntry(
                    uuid: entry.uuid,
                    csn: entry.csn,
                    dn: entry.dn,
                    node: entry.node,
                    since: now,
                    violations: violations,
                    observed: observed
                )
            )
        case .accepted(let account, let scope):
            if !isFirstLoad { try writer.releaseFromQuarantine(entry.uuid) }
            let row = AccountRow(
                id: existing?.id ?? 0,
                account: account,
                node: entry.node,
                scope: scope,
                name: entry.name,
                hasOwnQuota: observed.quota != nil
            )
            try project(row, existing: existing, at: entry.isAfresh ? entry.csn.time : now)
        }
    }

    private mutating func judge(
        _ observed: ObservedAccount,
        _ entry: AccountCase,
        existing: AccountRow?
    ) throws -> Judgement {
        let placement = tree.placement(below: entry.node)
        let owners = isFirstLoad ? [:] : try owners(of: observed, besides: entry.uuid)
        let isCounted =
            existing.map { $0.removed == nil && $0.scope == placement.scope && $0.account.status != .closed } ?? false
        // A cap refuses who comes. Who is counted already stays when the cap is lowered.
        let others = isCounted ? 0 : placement.scope.map { counts[$0]?.accounts ?? 0 } ?? 0
        return Judgement.of(
            observed,
            uuid: entry.uuid,
            csn: entry.csn,
            in: JudgementContext(
                placement: placement,
                foreignDomains: foreignDomains(of: observed, at: placement),
                owners: owners,
                otherAccounts: others
            )
        )
    }

    private mutating func foreignDomains(of observed: ObservedAccount, at placement: Placement) -> Set<Substring> {
        var foreign: Set<Substring> = []
        if let domain = observed.address?.domain, !tree.allows(domain: domain, at: placement) { foreign.insert(domain) }
        for alias in observed.aliases where !tree.allows(domain: alias.domain, at: placement) {
            foreign.insert(alias.domain)
        }
        return foreign
    }

    /// Who holds the addresses. A quarantined account's last good state holds only what its entry still says, or two
    /// accounts that swapped their addresses would wait for each other for ever.
    private func owners(of observed: ObservedAccount, besides uuid: EntryUUID) throws -> [MailAddress: EntryUUID] {
        var owners: [MailAddress: EntryUUID] = [:]
        for (address, holders) in try writer.reader.owners(of: observed.names, besides: uuid) {
            owners[address] = try holders.first { holder in
                guard let now = try writer.reader.quarantined(holder)?.observed, now.address != nil else { return true }
                return now.names.contains(address)
            }
        }
        return owners
    }

    /// Makes an accepted state the account's state.
    ///
    /// An entry that is judged again because of another one has an old CSN: what happens to it happens now.
    private mutating func project(_ row: AccountRow, existing: AccountRow?, at time: Timestamp) throws {
        var row = row
        if let existing {
            try writer.update(row, previous: existing)
        } else {
            row.id = try writer.insert(row, withAliases: !isFirstLoad)
        }
        let before = existing.flatMap { $0.removed == nil ? CountedAccount(account: $0.account, scope: $0.scope) : nil }
        let after = CountedAccount(account: row.account, scope: row.scope)
        try record(row.account.uuid, from: before, to: after, at: time)
        guard !isFirstLoad else { return }
        note(freedFrom: before, to: after)
        try askForWork(row, before: before?.account, committed: time)
    }

    /// An account is gone from the directory.
    mutating func removeAccount(_ uuid: EntryUUID) throws {
        try writer.releaseFromQuarantine(uuid)
        guard let existing = try writer.reader.account(uuid), existing.removed == nil else { return }
        var row = existing
        row.removed = now
        try writer.update(row, previous: existing)
        let before = CountedAccount(account: existing.account, scope: existing.scope)
        try record(uuid, from: before, to: nil, at: now)
        note(freedFrom: before, to: nil)
        try askForWork(row, before: existing.account, committed: now)
    }

    private mutating func record(
        _ uuid: EntryUUID,
        from old: CountedAccount?,
        to new: CountedAccount?,
        at time: Timestamp
    ) throws {
        guard ledgerStart != nil else {
            if let old, old.isCounted { count(-old.account.counts, in: old.scope) }
            if let new, new.isCounted { count(new.account.counts, in: new.scope) }
            return
        }
        for row in Transition.rows(of: uuid, from: old, to: new, at: time) {
            count(row.counts, in: row.scope)
            try append(row)
        }
    }

    /// The ledger's times never lie before its beginning, or a report from there on would not add up.
    mutating func append(_ row: LedgerRow) throws {
        var row = row
        if let start = ledgerStart, row.time < start { row.time = start }
        try writer.append(row, recorded: now)
    }

    mutating func count(_ delta: Counts, in scope: Int64) {
        guard !delta.isZero else { return }
        counts[scope] = (counts[scope] ?? Counts()) + delta
        moved[scope] = (moved[scope] ?? Counts()) + delta
        if delta.accounts < 0 { roomier.insert(scope) }
    }

    private mutating func note(freedFrom old: CountedAccount?, to new: CountedAccount?) {
        guard let old, old.isCounted else { return }
        let kept = new?.isCounted == true ? Set(new?.account.names ?? []) : []
        freed.formUnion(Set(old.account.names).subtracting(kept))
    }
}

extension ObservedEntry {
    /// The RDN, unless it is the usual `mail=<address>`.
    fileprivate func name(for address: MailAddress?) -> String? {
        if let address, DNText.isNamed(dn, attribute: "mail", value: address.text) { return nil }
        return DNText.name(of: dn)
    }
}
