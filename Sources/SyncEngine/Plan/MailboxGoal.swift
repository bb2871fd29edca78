internal import DirectoryModel
internal import StateDatabase

/// What the directory wants of the mail store for one account.
enum MailboxGoal: Sendable, Hashable {
    /// Nobody has claimed it: no mailbox is needed, and nobody gets into one that is there.
    case unclaimed(names: [MailAddress])
    /// Served under these names, to whoever logged in after `revoked`.
    case open(names: [MailAddress], quota: Int64?, revoked: Timestamp?)
    /// Kept, but nobody gets in.
    case blocked(names: [MailAddress])
    /// Put away.
    case archived(names: [MailAddress])
    /// Another mail host's business now.
    case elsewhere(names: [MailAddress])

    /// The goal of an account for the worker of one mail host.
    init(_ row: AccountRow, mailHost: String) {
        let names = row.account.names
        let isOurs = row.account.mailHost == mailHost
        switch row.account.status {
        case _ where row.removed != nil: self = .archived(names: names)
        case .closed: self = .archived(names: names)
        case .uploaded: self = isOurs ? .unclaimed(names: names) : .elsewhere(names: names)
        case .active where isOurs:
            self = .open(names: names, quota: row.account.quota, revoked: row.account.sessionsRevoked)
        case .active: self = .elsewhere(names: names)
        case .blocked: self = isOurs ? .blocked(names: names) : .elsewhere(names: names)
        }
    }
}
