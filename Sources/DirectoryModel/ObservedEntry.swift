/// An entry as one message of the change stream shows it, before anything is decided about it.
public struct ObservedEntry: Sendable, Hashable {
    /// Who it is.
    public var uuid: EntryUUID
    /// Which version of it; `nil` only when the provider did not send one.
    public var csn: EntryCSN?
    /// The distinguished name as the directory writes it, for people.
    public var dn: String
    /// The parent's DN in lower case, for look-ups; empty for the suffix itself.
    public var parent: String
    /// What kind of entry it is.
    public var content: ObservedContent

    /// Puts an observation together.
    public init(uuid: EntryUUID, csn: EntryCSN?, dn: String, parent: String, content: ObservedContent) {
        self.uuid = uuid
        self.csn = csn
        self.dn = dn
        self.parent = parent
        self.content = content
    }
}

/// Whether an entry is an account or part of the tree above the accounts.
public enum ObservedContent: Sendable, Hashable {
    case account(ObservedAccount)
    case container(Container)
}

/// The kinds of entries that stand above accounts.
public enum Container: Sendable, Hashable, Codable {
    /// `cn=<service>,ou=services`.
    case service(Service)
    /// `o=<tenant>` below a service.
    case tenant(Tenant)
    /// `associatedDomain=<dns>` below a tenant's `ou=domains`, confirmed: the domain in lower case.
    case domain(String)
    /// `cn=administrators`: the members' DNs in lower case.
    case administrators([String])
    /// Structure without a meaning of its own (`ou=accounts`, policies …); its DN matters to what is below it.
    case plain
}

/// An account entry with whatever of it could be read, and what was wrong with the rest.
public struct ObservedAccount: Sendable, Hashable, Codable {
    /// The login and primary address.
    public var address: MailAddress?
    /// Further addresses, sorted.
    public var aliases: [MailAddress]
    /// The host that stores the mailbox, lower case.
    public var mailHost: String?
    /// What it may do.
    public var status: AccountStatus?
    /// Its own quota in bytes.
    public var quota: Int64?
    /// When its owner registered it.
    public var registered: Timestamp?
    /// Since when a second factor is active.
    public var secondFactorSince: Timestamp?
    /// Whoever logged in before this moment has to log in again.
    public var sessionsRevoked: Timestamp?
    /// Values that cannot be what they should be; any of them keeps the account's last good state in force.
    public var violations: [Violation]

    /// Puts an observation together.
    public init(
        address: MailAddress?,
        aliases: [MailAddress] = [],
        mailHost: String? = nil,
        status: AccountStatus?,
        quota: Int64? = nil,
        registered: Timestamp? = nil,
        secondFactorSince: Timestamp? = nil,
        sessionsRevoked: Timestamp? = nil,
        violations: [Violation] = []
    ) {
        self.address = address
        self.aliases = aliases
        self.mailHost = mailHost
        self.status = status
        self.quota = quota
        self.registered = registered
        self.secondFactorSince = secondFactorSince
        self.sessionsRevoked = sessionsRevoked
        self.violations = violations
    }
}

/// A mail service: `cn=<service>,ou=services`.
public struct Service: Sendable, Hashable, Codable {
    /// Its name, such as `sakti.mail.go.id`.
    public var name: String
    /// The mail domains all its tenants share, lower case.
    public var domains: [String]
    /// The quota of an account that names none, in bytes.
    public var defaultQuota: Int64?

    /// Describes a service.
    public init(name: String, domains: [String] = [], defaultQuota: Int64? = nil) {
        self.name = name
        self.domains = domains
        self.defaultQuota = defaultQuota
    }
}

/// An agency, a KPPN, a village authority: `o=<tenant>` below its service.
public struct Tenant: Sendable, Hashable, Codable {
    /// Its name, the value of `o`.
    public var name: String
    /// Its code in the platform's books (`pamongTenantCode`).
    public var code: String?
    /// How many accounts it may have (`pamongMaxAccounts`); `nil` means no limit.
    public var maxAccounts: Int?
    /// The largest quota one of its accounts may have, in bytes (`pamongMaxQuota`).
    public var maxQuota: Int64?

    /// Describes a tenant.
    public init(name: String, code: String? = nil, maxAccounts: Int? = nil, maxQuota: Int64? = nil) {
        self.name = name
        self.code = code
        self.maxAccounts = maxAccounts
        self.maxQuota = maxQuota
    }
}
