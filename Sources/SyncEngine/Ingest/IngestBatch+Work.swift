internal import DirectoryModel
internal import StateDatabase

extension IngestBatch {
    /// Asks for what a changed account's mail store needs, by way of the guard when it takes something away.
    mutating func askForWork(_ row: AccountRow, before: Account?, committed: Timestamp) throws {
        let isOurs = row.account.mailHost == policy.mailHost || before?.mailHost == policy.mailHost
        guard isOurs, concernsMailStore(row, before: before) else { return }
        let after = row.removed == nil ? row.account : nil
        if let before, let kind = DestructiveChange.kind(from: before, to: after, mailHost: policy.mailHost) {
            let suspect = Suspect(time: now, account: row.id, scope: row.scope, kind: kind, before: before.status)
            return note(PendingSuspect(suspect: suspect, urgency: urgency(of: kind), committed: committed))
        }
        try askForHarmlessWork(row, before: before, committed: committed)
    }

    /// One account is suspected once in a transaction: of the last thing, with the status before the first.
    private mutating func note(_ pending: PendingSuspect) {
        var pending = pending
        if let earlier = suspects[pending.suspect.account] { pending.suspect.before = earlier.suspect.before }
        suspects[pending.suspect.account] = pending
    }

    private func concernsMailStore(_ row: AccountRow, before: Account?) -> Bool {
        guard let before, row.removed == nil else { return true }
        let after = row.account
        return before.status != after.status || before.names != after.names || before.quota != after.quota
            || before.mailHost != after.mailHost || after.revokesSessions(since: before)
    }

    /// Work that takes nothing away. It keeps an account in the batch it is held in, unless it undoes what was held.
    private mutating func askForHarmlessWork(_ row: AccountRow, before: Account?, committed: Timestamp) throws {
        var hold = try writer.reader.work(account: row.id)?.hold
        if row.removed == nil, row.account.status == .active, row.account.mailHost == policy.mailHost {
            suspects[row.id] = nil
            if hold != nil { try withdraw(row.id) }
            hold = nil
        }
        let urgency: WorkItem.Urgency =
            switch row.account.status {
            case .blocked: .block
            case .active where before.map(row.account.revokesSessions) ?? false: .block
            case .active where before == nil || before?.status == .uploaded: .create
            default: .change
            }
        try request(row.id, urgency: urgency, due: now, committed: committed, hold: hold)
    }

    private mutating func withdraw(_ account: Int64) throws {
        guard let id = try writer.withdrawFromHold(account: account), var hold = try writer.reader.hold(id) else {
            return
        }
        hold.changed = now
        if hold.state == .open, try writer.reader.suspects(hold: id).isEmpty { hold.state = .withdrawn }
        try writer.update(hold)
    }

    private func urgency(of kind: Suspect.Kind) -> WorkItem.Urgency {
        switch kind {
        case .block, .departure: .block
        case .close, .removal: .archive
        }
    }

    /// Judges the transaction's suspects together and asks for the work of those that pass.
    mutating func judgeSuspects() throws {
        guard !suspects.isEmpty else { return }
        let suspects = suspects.values.sorted { $0.suspect.account < $1.suspect.account }
        let verdicts = try currentGuard().judge(suspects.map(\.suspect.scope))
        for verdict in verdicts { try hold(verdict, of: suspects) }
        let held = Set(verdicts.flatMap(\.suspects))
        for (index, pending) in suspects.enumerated() where !held.contains(index) {
            try writer.insert(pending.suspect)
            let wait = pending.urgency == .archive ? policy.settleTime : .zero
            try request(
                pending.suspect.account,
                urgency: pending.urgency,
                due: now + wait,
                committed: pending.committed,
                hold: nil
            )
        }
        self.suspects = [:]
    }

    private func currentGuard() throws -> Guard {
        let reader = writer.reader
        return Guard(
            limits: policy.limits,
            scopes: tree.scopes.mapValues(\.scope),
            // What this transaction took away is still part of what it is a share of.
            sizes: counts.reduce(into: [:]) { $0[$1.key] = $1.value.accounts - min(moved[$1.key]?.accounts ?? 0, 0) },
            passed: try reader.passedSuspects(since: now - policy.limits.window),
            open: try reader.holds(in: .open)
        )
    }

    /// Holds a batch, and with it what passed before it but was not done yet.
    private mutating func hold(_ verdict: Guard.Verdict, of suspects: [PendingSuspect]) throws {
        let id = try openHold(verdict)
        let undone = try writer.reader.passedButUndone(since: now - policy.limits.window, scopes: verdict.scopes)
        for suspect in undone { try writer.move(suspect, to: id) }
        for index in verdict.suspects {
            var pending = suspects[index]
            pending.suspect.hold = id
            if let listed = try writer.reader.suspect(account: pending.suspect.account, hold: id) {
                pending.suspect.before = listed.before
                try writer.remove(listed)
            }
            try writer.insert(pending.suspect)
            try request(
                pending.suspect.account,
                urgency: pending.urgency,
                due: now,
                committed: pending.committed,
                hold: id
            )
        }
    }

    private func openHold(_ verdict: Guard.Verdict) throws -> Int64 {
        if let id = verdict.hold, var hold = try writer.reader.hold(id) {
            hold.changed = now
            try writer.update(hold)
            return id
        }
        return try writer.insert(
            Hold(
                opened: now,
                changed: now,
                level: verdict.level,
                service: verdict.service,
                tenant: verdict.tenant,
                reason: verdict.reason
            )
        )
    }

    private mutating func request(
        _ account: Int64,
        urgency: WorkItem.Urgency,
        due: Timestamp,
        committed: Timestamp,
        hold: Int64?
    ) throws {
        try writer.requestWork(account: account, urgency: urgency, due: due, committed: committed, hold: hold)
        if hold == nil { requestedWork += 1 }
    }
}

extension Account {
    /// Whether sessions that were fine in an earlier state of the account have to end.
    fileprivate func revokesSessions(since before: Account) -> Bool {
        guard let revoked = sessionsRevoked else { return false }
        return before.sessionsRevoked.map { $0 < revoked } ?? true
    }
}
