public import DirectoryModel

/// What a worker can have done by the servers that keep mailboxes. One capability, two conformers: Dovecot, and a
/// recording one for dry runs and shadow mode.
public protocol MailStore: Sendable {
    /// Carries out the operations, in order within one account, and answers each in its place. Every operation is
    /// idempotent: asked for what is so already, the answer is `done`.
    ///
    /// Throws ``MailStoreFailure`` only when nothing can be said of any of them (store down, hanging, garbage); the
    /// caller then knows nothing and asks again later.
    func perform(_ operations: [MailStoreOperation]) async throws -> [MailStoreAnswer]

    /// The mailboxes that exist, by the name of their home, whether or not the directory knows the account.
    func mailboxes() async throws -> Set<EntryUUID>

    /// The archives that exist and were not purged yet.
    func archives() async throws -> Set<EntryUUID>
}

/// One thing asked of a mail store. Mailboxes are named by the account's entryUUID, logins by their login name.
public enum MailStoreOperation: Sendable, Hashable {
    /// Make INBOX, Drafts, Sent, Junk, Trash and Archive, subscribed.
    case createMailbox(EntryUUID)
    /// Drop whatever authentication and user look-ups are cached for these login names.
    case flushLogins([MailAddress])
    /// End every session of this login name.
    case disconnect(MailAddress)
    /// Count the sessions of this login name.
    case countSessions(MailAddress)
    /// Copy the mailbox into the archive, check the copy, then remove the mailbox.
    case archive(EntryUUID)
    /// Put an archived mailbox back, folders, UIDs and flags kept.
    case restore(EntryUUID)
    /// Remove the archive for good. Never touches a live mailbox.
    case purge(EntryUUID)
}

/// What a mail store answers to one operation.
public enum MailStoreAnswer: Sendable, Hashable {
    /// Done now, or done before.
    case done
    /// The number of sessions that ``MailStoreOperation/countSessions(_:)`` found.
    case sessions(Int)
    /// Refused. When retriable, the same operation may succeed later; otherwise a person has to look.
    case failed(reason: String, isRetriable: Bool)
}

/// Nothing is known of what was asked: the store could not be reached, did not answer in time or answered garbage.
public struct MailStoreFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What happened, safe to show.
    public let description: String
    /// Whether asking again later makes sense; a refused key does not mend itself.
    public let isRetriable: Bool

    /// Describes a failure of the store as a whole.
    public init(_ description: String, isRetriable: Bool) {
        self.description = description
        self.isRetriable = isRetriable
    }
}
