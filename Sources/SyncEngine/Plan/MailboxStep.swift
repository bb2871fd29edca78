internal import DirectoryModel
internal import StateDatabase

/// One step towards an account's goal.
public enum MailboxStep: Sendable, Hashable {
    /// Make the mailbox with its standard folders.
    case create
    /// Bring it back from the archive.
    case restore
    /// Drop cached logins, since a name or the quota changed.
    case refresh
    /// Drop cached logins and end all sessions once: what was logged in with is no longer good.
    case revoke
    /// Drop cached logins and end the sessions.
    case cut
    /// Do it again, and see that nobody is in.
    case prove
    /// Put the mailbox away.
    case archive
    /// Remove the archive for good.
    case purge
}

/// The steps that are to be done next for one account, and the state they lead to.
struct MailboxPlan: Sendable, Hashable {
    var steps: [MailboxStep]
    /// All names, old and new, that may be in a cache or logged in.
    var names: [MailAddress]
    /// What is true when all steps are done; `nil` when the account can be forgotten.
    var reached: MailboxRow.State?

    /// Nothing to do.
    var isEmpty: Bool { steps.isEmpty }
}

extension MailboxPlan {
    /// What leads from where the mail store was brought to, to the goal. `isPurgeDue`: the archive's retention is over.
    init(to goal: MailboxGoal, from mailbox: MailboxRow?, isPurgeDue: Bool = false) {
        let known = mailbox?.names ?? []
        switch goal {
        case .open(let names, let quota, let revoked):
            let changed = mailbox.map { $0.names != names || $0.quota != quota } ?? false
            let renamed = mailbox.map { $0.names.first != names.first } ?? false
            let steps: [MailboxStep] =
                switch mailbox?.state {
                // Dovecot lets people in before the mailbox is known to be made, which takes long when all of them are new.
                case nil: revoked == nil ? [.create] : [.revoke, .create]
                // What was put away may have been nothing: an account that was closed before it ever had a mailbox.
                case .archived: [.restore, .create, .refresh]
                case .open where Self.isLater(revoked, than: mailbox?.sessionsRevoked): [.revoke]
                case .open where renamed: [.cut]
                case .open: changed ? [.refresh] : []
                // An account that was first seen blocked, or lived elsewhere, may never have had a mailbox here.
                default: [.create, .refresh]
                }
            self.init(steps: steps, names: Self.union(known, names), reached: .open)
        case .unclaimed(let names) where mailbox == nil:
            self.init(steps: [], names: names, reached: nil)
        case .blocked(let names), .unclaimed(let names):
            self.init(blocking: Self.union(known, names), from: mailbox)
        case .archived(let names):
            self.init(archiving: Self.union(known, names), from: mailbox, isPurgeDue: isPurgeDue)
        case .elsewhere(let names):
            let isLeft = mailbox == nil || mailbox?.state == .elsewhere || mailbox?.state == .archived
            self.init(
                steps: isLeft ? [] : [.cut],
                names: Self.union(known, names),
                reached: isLeft ? mailbox?.state : .elsewhere
            )
        }
    }

    private init(blocking names: [MailAddress], from mailbox: MailboxRow?) {
        switch mailbox?.state {
        case .blocked where mailbox?.names == names || mailbox.map { Set($0.names) } == Set(names):
            self.init(steps: [], names: names, reached: .blocked)
        case .cut: self.init(steps: [.prove], names: names, reached: .blocked)
        case .archived: self.init(steps: [.restore, .cut], names: names, reached: .cut)
        default: self.init(steps: [.cut], names: names, reached: .cut)
        }
    }

    private init(archiving names: [MailAddress], from mailbox: MailboxRow?, isPurgeDue: Bool) {
        switch mailbox?.state {
        case .archived:
            self.init(steps: isPurgeDue ? [.purge] : [], names: names, reached: isPurgeDue ? nil : .archived)
        default: self.init(steps: [.cut, .archive], names: names, reached: .archived)
        }
    }

    /// Whether sessions were revoked since they were last ended.
    private static func isLater(_ revoked: Timestamp?, than handled: Timestamp?) -> Bool {
        guard let revoked else { return false }
        return handled.map { $0 < revoked } ?? true
    }

    private static func union(_ known: [MailAddress], _ names: [MailAddress]) -> [MailAddress] {
        names + known.filter { !names.contains($0) }
    }
}
