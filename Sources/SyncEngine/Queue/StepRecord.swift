internal import DirectoryModel
internal import StateDatabase

/// Writes down what an account's steps have brought it to, in one transaction with taking the work off the list.
struct StepRecord {
    var account: PlannedAccount
    /// Sessions that a second look found.
    var returned: Int
    var policy: SyncPolicy
    var now: Timestamp

    func write(to writer: StateWriter) throws {
        let work = account.work
        guard let mailbox = account.finished(at: now, retention: policy.retention) else {
            return try forget(in: writer)
        }
        try writer.save(mailbox)
        if account.steps.contains(.prove) { try writer.insert(proof) }
        if mailbox.state == .cut {
            try writer.postponeWork(account: work.account, revision: work.revision, until: now + policy.proofDelay)
        } else {
            try writer.finishWork(account: work.account, revision: work.revision)
        }
    }

    private var proof: BlockProof {
        BlockProof(
            account: account.row.id,
            committed: account.work.committed,
            cut: account.mailbox?.changed ?? now,
            proved: now,
            sessions: returned
        )
    }

    /// The archive was purged: an account that is gone from the directory is forgotten, unless it came back meanwhile; a
    /// closed one has no mailbox.
    private func forget(in writer: StateWriter) throws {
        try writer.forgetMailbox(account: account.row.id)
        let isDone = try writer.finishWork(account: account.work.account, revision: account.work.revision)
        if isDone, account.row.removed != nil { try writer.deleteAccount(id: account.row.id) }
    }
}
