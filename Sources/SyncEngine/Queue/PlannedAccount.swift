public import DirectoryModel
public import StateDatabase

/// One account with work to do, and the steps that would be done next.
public struct PlannedAccount: Sendable, Hashable {
    /// The account's row.
    public var row: AccountRow
    /// The asking for it.
    public var work: WorkItem
    /// What was done for it before.
    public var mailbox: MailboxRow?
    /// What is to be done, in order.
    public var steps: [MailboxStep]
    /// The names that may be logged in or cached.
    public var names: [MailAddress]
    /// What is true when all steps are done.
    public var reached: MailboxRow.State?
}

extension PlannedAccount {
    /// Plans one account's work as the state is now; `nil` when its row is gone.
    static func plan(_ work: WorkItem, reader: StateReader, policy: SyncPolicy, now: Timestamp) throws
        -> PlannedAccount?
    {
        guard let row = try reader.account(id: work.account) else { return nil }
        let mailbox = try reader.mailbox(account: work.account)
        let isPurgeDue = mailbox?.purgeDue.map { $0 <= now } ?? false
        let goal = MailboxGoal(row, mailHost: policy.mailHost)
        let plan = MailboxPlan(to: goal, from: mailbox, isPurgeDue: isPurgeDue)
        return PlannedAccount(
            row: row,
            work: work,
            mailbox: mailbox,
            steps: plan.steps,
            names: plan.names,
            reached: plan.reached
        )
    }

    /// All work there is, with what would be done: the plan that a dry run prints.
    public static func all(in state: StateDatabase, policy: SyncPolicy, now: Timestamp = .now) throws
        -> [PlannedAccount]
    {
        try state.read { reader in
            try reader.allWork().compactMap { try plan($0, reader: reader, policy: policy, now: now) }
        }
    }

    /// What the mail store is asked for one of the steps. Who has a new address may already have logged in with it: only
    /// sessions under other names end, unless nobody is to stay in at all.
    func operations(ofStep index: Int) -> [MailStoreOperation] {
        let logins = reached == .open ? names.filter { $0 != row.account.address } : names
        return steps[index].operations(account: row.account.uuid, names: names, logins: logins)
    }

    /// What the mail store was brought to once all steps are done.
    func finished(at now: Timestamp, retention: Duration) -> MailboxRow? {
        guard let reached else { return nil }
        let isReduced = reached == .cut
        return MailboxRow(
            account: row.id,
            state: reached,
            names: isReduced ? names : row.account.names,
            quota: row.account.quota,
            changed: mailbox?.state == reached ? mailbox?.changed ?? now : now,
            purgeDue: reached == .archived ? mailbox?.purgeDue ?? now + retention : nil,
            // Whoever was in before the mailbox was opened again or closed is out already.
            sessionsRevoked: [row.account.sessionsRevoked, mailbox?.sessionsRevoked].compactMap { $0 }.max()
        )
    }
}
