/// How the number of tenants went: `opening + added − removed = closing`.
public struct TenantFlow: Sendable, Hashable, Codable {
    /// At the beginning.
    public var opening = 0
    /// New ones.
    public var added = 0
    /// Ones that ended.
    public var removed = 0
    /// At the end, counted back from today.
    public var closing = 0
}

/// How the number of accounts went: `opening + created + movedIn − movedOut − removed = closing`.
public struct AccountFlow: Sendable, Hashable, Codable {
    /// At the beginning.
    public var opening = 0
    /// New ones, reopened ones included.
    public var created = 0
    /// Came from outside the level that is looked at: another tenant, for a service another service.
    public var movedIn = 0
    /// Went outside it.
    public var movedOut = 0
    /// Closed, or gone from the directory.
    public var removed = 0
    /// At the end, counted back from today.
    public var closing = 0
}

/// How the number of accounts with some quality went: `opening + gained − lost = closing`.
public struct QualityFlow: Sendable, Hashable, Codable {
    /// At the beginning.
    public var opening = 0
    /// Accounts that got it, or came with it from outside.
    public var gained = 0
    /// Accounts that lost it, or left with it.
    public var lost = 0
    /// At the end, counted back from today.
    public var closing = 0
}

/// The delta of one level: a tenant, a service, or all that the report is about.
public struct DeltaRow: Sendable, Hashable, Codable {
    /// The service; `nil` in the total.
    public var service: String?
    /// The tenant, empty for accounts right below the service; `nil` in a service and in the total.
    public var tenant: String?
    /// How many tenants.
    public var tenants = TenantFlow()
    /// How many accounts.
    public var accounts = AccountFlow()
    /// How many of them registered.
    public var registered = QualityFlow()
    /// How many of them blocked.
    public var blocked = QualityFlow()
    /// How many of them with an active second factor.
    public var twoFactor = QualityFlow()

    /// Whether the level had nothing, has nothing and saw nothing.
    public var isEmpty: Bool {
        tenants == TenantFlow() && accounts == AccountFlow() && registered == QualityFlow()
            && blocked == QualityFlow() && twoFactor == QualityFlow()
    }

    /// Whether anything happened.
    public var hasChanges: Bool {
        accounts.created + accounts.movedIn + accounts.movedOut + accounts.removed + tenants.added + tenants.removed > 0
            || [registered, blocked, twoFactor].contains { $0.gained + $0.lost > 0 }
    }
}
