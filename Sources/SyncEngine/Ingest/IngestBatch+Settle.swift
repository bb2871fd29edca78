internal import DirectoryModel
internal import StateDatabase

extension IngestBatch {
    /// Settles what the changes concern besides the entries they named: tenants' counts, accounts whose rules changed,
    /// quarantined entries that may be good now, and the guard's judgement of the whole. A first load does all of it at
    /// its end.
    mutating func settle() throws {
        if !isFirstLoad {
            if treeChanged { try countTenants() }
            try judgeAgain()
        }
        try judgeSuspects()
    }

    /// A refresh has ended: verifies, or finishes at once when nothing is missing.
    mutating func endRefresh(_ ending: RefreshEnding, cookie: CookieVector) throws -> Ingest.Verification? {
        guard let refresh else { return nil }
        if refresh.isFirstLoad {
            try finishFirstLoad(at: cookie)
            return nil
        }
        if refresh.meaning(of: ending) == .unmentionedAreGone {
            let absent = try unmentioned(in: refresh, at: cookie)
            if !absent.isEmpty { return Ingest.Verification(absent: absent, cookie: cookie) }
        }
        try finishRefresh(at: cookie)
        return nil
    }

    /// The refresh is complete and its deletions were applied: its position is ours.
    mutating func finishRefresh(at cookie: CookieVector) throws {
        refresh = nil
        try writer.merge(cookie: cookie)
        try writer.set(.lastInSync, to: now)
        healsAll = true
        becameInSync = true
    }

    /// Who is known but was not mentioned, as far as the provider can know. Refuses to believe that a great part of
    /// everybody is gone.
    private func unmentioned(in refresh: RefreshState, at cookie: CookieVector) throws -> [EntryUUID] {
        var absent: [EntryUUID] = []
        var known = 0
        var position = try writer.reader.cookie()
        position.merge(cookie)
        func look(at uuid: EntryUUID, _ csn: EntryCSN?) {
            known += 1
            guard !refresh.mentioned.contains(uuid), refresh.believesAbsence(of: csn, at: position) else { return }
            absent.append(uuid)
        }
        try writer.reader.forEachAccountVersion(look)
        for node in tree.nodes.values { if let uuid = node.uuid { look(at: uuid, node.csn) } }
        guard absent.count <= max(10, Int(Double(known) * policy.believableAbsence)) else {
            throw IngestError.absence(of: absent.count, among: known)
        }
        return absent
    }

    /// The end of a first load. Entries that came before what they depend on become part of the baseline, not of the
    /// ledger, which begins here.
    private mutating func finishFirstLoad(at cookie: CookieVector) throws {
        for row in try writer.makeIndexesDroppingDoubles() { count(-row.account.counts, in: row.scope) }
        refresh = nil
        try countTenants()
        try demoteDuplicates()
        for entry in try writer.reader.quarantine() { try judgeAgain(entry) }
        concerned = []
        try save()
        try writer.takeBaseline()
        ledgerStart = now
        try writer.set(.ledgerStart, to: now)
        try writer.set(.ledgerName, to: EntryUUID.random().description)
        try writer.requestWorkForAll(mailHost: policy.mailHost, at: now)
        requestedWork += 1
        try finishRefresh(at: cookie)
    }

    /// A first load looks no address up; where two accounts hold one, the older entry keeps it.
    private mutating func demoteDuplicates() throws {
        for address in try writer.reader.sharedAddresses() {
            let holders = try writer.reader.holders(of: address).sorted {
                ($0.account.csn, $0.account.uuid) < ($1.account.csn, $1.account.uuid)
            }
            guard let owner = holders.first?.account.uuid else { continue }
            for loser in holders.dropFirst() { try demote(loser, address: address, owner: owner) }
        }
    }

    private mutating func demote(_ row: AccountRow, address: MailAddress, owner: EntryUUID) throws {
        let attribute = row.account.address == address ? "mail" : "mailLocalAddress"
        let violation = Violation(
            attribute: attribute,
            rule: .duplicateAddress,
            detail: "\(address) belongs to the entry with entryUUID \(owner)"
        )
        try writer.save(
            QuarantinedEntry(
                uuid: row.account.uuid,
                csn: row.account.csn,
                dn: dn(of: row),
                node: row.node,
                since: now,
                violations: [violation],
                observed: ObservedAccount(row)
            )
        )
        try writer.deleteAccount(id: row.id)
        count(-row.account.counts, in: row.scope)
    }

    func dn(of row: AccountRow) -> String {
        let name = row.name ?? "mail=\(row.account.address)"
        return tree.nodes[row.node].map { "\(name),\($0.dn)" } ?? name
    }

    /// Tenants and their administrators are counted where they stand; a tenant that moved leaves one service and joins
    /// another.
    private mutating func countTenants() throws {
        for node in tree.nodes.values where node.isCounted && node.uuid != nil {
            let scope = tree.placement(below: node.id).scope
            guard scope != node.scope else { continue }
            if let old = node.scope { try leave(old, node: node) }
            if let scope { try join(scope, node: node) }
            tree.setScope(scope, of: node.id)
            if case .tenant = node.content { concerned.insert(node.id) }
        }
    }

    /// An entry that is counted for the first time came with its CSN; one that is counted elsewhere moved just now.
    private mutating func join(_ scope: Int64, node: Node) throws {
        let time = node.scope == nil ? node.csn?.time ?? now : now
        switch node.content {
        case .tenant: try record(.tenantAdded, of: node, Counts(tenants: 1), in: scope, at: time)
        case .administrators(let members): try count(administrators: members.count, of: node, in: scope, at: time)
        default: break
        }
    }

    /// Takes a tenant or its administrators out of a scope's counts.
    mutating func leave(_ scope: Int64, node: Node) throws {
        switch node.content {
        case .tenant: try record(.tenantRemoved, of: node, Counts(tenants: -1), in: scope, at: now)
        case .administrators(let members): try count(administrators: -members.count, of: node, in: scope, at: now)
        default: break
        }
    }

    /// Counts administrators who came or, below zero, went.
    mutating func count(administrators number: Int, of node: Node, in scope: Int64, at time: Timestamp) throws {
        guard number != 0 else { return }
        try record(.administratorsChanged, of: node, Counts(administrators: number), in: scope, at: time)
    }

    private mutating func record(
        _ event: LedgerRow.Event,
        of node: Node,
        _ counts: Counts,
        in scope: Int64,
        at time: Timestamp
    ) throws {
        count(counts, in: scope)
        guard ledgerStart != nil, let uuid = node.uuid else { return }
        try append(LedgerRow(time: time, subject: uuid, scope: scope, event: event, counts: counts))
    }

    /// Judges again whoever is concerned by what changed. An entry that heals may free what another one waits for: an
    /// address (two accounts that swapped theirs), a place below the cap; so it goes on until nothing changes.
    private mutating func judgeAgain() throws {
        for node in concerned {
            for below in tree.subtree(of: node) {
                for row in try writer.reader.accounts(below: below) { try judgeAgain(row) }
            }
        }
        let nodes = concerned.union(healing).reduce(into: Set<Int64>()) { $0.formUnion(tree.subtree(of: $1)) }
        concerned = []
        healing = []
        guard healsAll || !nodes.isEmpty || !freed.isEmpty || !roomier.isEmpty else { return }
        var count = try writer.reader.quarantineCount()
        var isFirst = true
        while count > 0 {
            for entry in try writer.reader.quarantine() where mayHeal(entry, below: isFirst ? nodes : []) {
                try judgeAgain(entry)
            }
            let left = try writer.reader.quarantineCount()
            if left == count { return }
            (count, isFirst) = (left, false)
        }
    }

    private mutating func mayHeal(_ entry: QuarantinedEntry, below nodes: Set<Int64>) -> Bool {
        if healsAll || nodes.contains(entry.node) { return true }
        return entry.violations.contains { violation in
            switch violation.rule {
            case .duplicateAddress: !freed.isDisjoint(with: entry.observed.names)
            case .tooManyAccounts: tree.placement(below: entry.node).scope.map(roomier.contains) ?? false
            default: false
            }
        }
    }

    private mutating func judgeAgain(_ row: AccountRow) throws {
        guard try writer.reader.quarantined(row.account.uuid) == nil else { return }
        let scope = tree.placement(below: row.node).scope
        let entry = AccountCase(
            uuid: row.account.uuid,
            csn: row.account.csn,
            dn: dn(of: row),
            node: row.node,
            name: row.name,
            isAfresh: false
        )
        try decide(ObservedAccount(row), entry, existing: row)
        if scope != row.scope { roomier.insert(row.scope) }
    }

    private mutating func judgeAgain(_ entry: QuarantinedEntry) throws {
        let existing = try writer.reader.account(entry.uuid)
        let name = DNText.name(of: entry.dn)
        let usual = entry.observed.address.map { "mail=\($0)" }
        try decide(
            entry.observed,
            AccountCase(
                uuid: entry.uuid,
                csn: entry.csn,
                dn: tree.nodes[entry.node].map { "\(name),\($0.dn)" } ?? entry.dn,
                node: entry.node,
                name: name.lowercased() == usual ? nil : name,
                isAfresh: false
            ),
            existing: existing
        )
    }
}

extension ObservedAccount {
    /// Every address it claims.
    var names: [MailAddress] { (address.map { [$0] } ?? []) + aliases }
}

extension EntryUUID {
    fileprivate static func random() -> EntryUUID {
        EntryUUID(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
    }
}

extension Node {
    /// Whether reports count it.
    fileprivate var isCounted: Bool {
        switch content {
        case .tenant, .administrators: true
        default: false
        }
    }
}
