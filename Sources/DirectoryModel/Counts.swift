/// Where in the tree an account stands, for the counts: a tenant within a service.
public struct Scope: Sendable, Hashable, Codable {
    /// The service's name.
    public var service: String
    /// The tenant's name.
    public var tenant: String

    /// Names a tenant within a service.
    public init(service: String, tenant: String) {
        self.service = service
        self.tenant = tenant
    }
}

/// What a tenant within a service is counted by.
public struct Counts: Sendable, Hashable, Codable {
    /// 1 while the tenant exists.
    public var tenants: Int
    /// Accounts that are uploaded, active or blocked.
    public var accounts: Int
    /// Those whose owner has registered.
    public var registered: Int
    /// Those that are blocked.
    public var blocked: Int
    /// Those with an active second factor.
    public var secondFactor: Int
    /// Members of the tenant's `cn=administrators`.
    public var administrators: Int

    /// All zero unless given.
    public init(
        tenants: Int = 0,
        accounts: Int = 0,
        registered: Int = 0,
        blocked: Int = 0,
        secondFactor: Int = 0,
        administrators: Int = 0
    ) {
        self.tenants = tenants
        self.accounts = accounts
        self.registered = registered
        self.blocked = blocked
        self.secondFactor = secondFactor
        self.administrators = administrators
    }

    /// Whether nothing is counted.
    public var isZero: Bool { self == Counts() }

    /// The sums.
    public static func + (left: Counts, right: Counts) -> Counts {
        Counts(
            tenants: left.tenants + right.tenants,
            accounts: left.accounts + right.accounts,
            registered: left.registered + right.registered,
            blocked: left.blocked + right.blocked,
            secondFactor: left.secondFactor + right.secondFactor,
            administrators: left.administrators + right.administrators
        )
    }

    /// The same counts with the opposite sign.
    public static prefix func - (counts: Counts) -> Counts {
        Counts(
            tenants: -counts.tenants,
            accounts: -counts.accounts,
            registered: -counts.registered,
            blocked: -counts.blocked,
            secondFactor: -counts.secondFactor,
            administrators: -counts.administrators
        )
    }
}

extension Account {
    /// What this account adds to its tenant's counts: a closed one nothing.
    public var counts: Counts {
        guard status != .closed else { return Counts() }
        let isRegistered = status == .active || (status == .blocked && registered != nil)
        return Counts(
            accounts: 1,
            registered: isRegistered ? 1 : 0,
            blocked: status == .blocked ? 1 : 0,
            secondFactor: secondFactorSince == nil ? 0 : 1
        )
    }
}
