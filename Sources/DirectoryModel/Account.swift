/// Where an account stands: `pamongAccountStatus`.
public enum AccountStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// In the directory, claimed by nobody yet: no login, no mail.
    case uploaded
    /// Registered by its owner: everything works.
    case active
    /// No login, no sending; receiving as the service's `pamongBlockedMail` says.
    case blocked
    /// Left for good: counted as nothing, the mailbox archived and purged after retention.
    case closed
}

/// One mail account as the mail servers have to serve it: every value checked.
public struct Account: Sendable, Hashable {
    /// Who it is, for ever.
    public var uuid: EntryUUID
    /// The version of the entry that was read.
    public var csn: EntryCSN
    /// The login and primary address (`mail`).
    public var address: MailAddress
    /// Further addresses (`mailLocalAddress`), sorted.
    public var aliases: [MailAddress]
    /// The host that stores the mailbox (`mailHost`), lower case.
    public var mailHost: String?
    /// What it may do.
    public var status: AccountStatus
    /// The size the mailbox may grow to, in bytes; `nil` means the service's default.
    public var quota: Int64?
    /// When its owner registered it; `nil` while it is only uploaded.
    public var registered: Timestamp?
    /// Since when a second factor is active; `nil` without one.
    public var secondFactorSince: Timestamp?
    /// Whoever logged in before this moment has to log in again; `nil` when nobody was ever sent out.
    public var sessionsRevoked: Timestamp?

    /// Puts an account together from checked values.
    public init(
        uuid: EntryUUID,
        csn: EntryCSN,
        address: MailAddress,
        aliases: [MailAddress] = [],
        mailHost: String? = nil,
        status: AccountStatus,
        quota: Int64? = nil,
        registered: Timestamp? = nil,
        secondFactorSince: Timestamp? = nil,
        sessionsRevoked: Timestamp? = nil
    ) {
        self.uuid = uuid
        self.csn = csn
        self.address = address
        self.aliases = aliases
        self.mailHost = mailHost
        self.status = status
        self.quota = quota
        self.registered = registered
        self.secondFactorSince = secondFactorSince
        self.sessionsRevoked = sessionsRevoked
    }

    /// Every name under which somebody may have logged in, or mail may arrive.
    public var names: [MailAddress] { [address] + aliases }
}
