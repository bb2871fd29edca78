public import DirectoryModel

/// Which accounts are listed; what is `nil` does not matter.
public struct AccountFilter: Sendable, Hashable {
    /// Of this service.
    public var service: String?
    /// Of tenants of this name; empty for accounts right below a service.
    public var tenant: String?
    /// In this status.
    public var status: AccountStatus?
    /// With a second factor, or without.
    public var hasSecondFactor: Bool?
    /// Whose entry changed after this moment.
    public var changedSince: Timestamp?
    /// In one of these places; `nil` for anywhere.
    public var within: [Place]?

    /// A service, or one tenant of it.
    public struct Place: Sendable, Hashable {
        /// The service.
        public var service: String
        /// Its tenant; `nil` for all of the service.
        public var tenant: String?

        /// Names a service and perhaps a tenant.
        public init(service: String, tenant: String?) { (self.service, self.tenant) = (service, tenant) }
    }

    /// Narrows the list down; every account without any condition.
    public init(
        service: String? = nil,
        tenant: String? = nil,
        status: AccountStatus? = nil,
        hasSecondFactor: Bool? = nil,
        changedSince: Timestamp? = nil,
        within: [Place]? = nil
    ) {
        (self.service, self.tenant, self.status) = (service, tenant, status)
        (self.hasSecondFactor, self.changedSince, self.within) = (hasSecondFactor, changedSince, within)
    }
}

/// Where the next page begins: behind an account, whatever comes or goes before it.
public enum AccountCursor: Sendable, Hashable {
    /// In the order of addresses.
    case address(String, id: Int64)
    /// In the order of changes, the oldest first. An account that changes meanwhile is listed again at the end.
    case changed(Timestamp, id: Int64)
}

/// In what order accounts are listed, and from where on.
public enum AccountOrder: Sendable, Hashable {
    /// By address.
    case address
    /// By the time of the last change, the oldest first.
    case changed
}

/// One page of accounts.
public struct AccountListing: Sendable, Hashable {
    /// One account, and where it stands.
    public struct Item: Sendable, Hashable {
        /// Its last good state.
        public var row: AccountRow
        /// What it is counted under.
        public var scope: Scope
        /// Its name as far as the state can tell; `nil` before the entry above it was sent.
        public var dn: String?
    }

    /// The page, in the order asked for.
    public var items: [Item]
    /// Where the next one begins; `nil` after the last.
    public var next: AccountCursor?
    /// How many there are on all pages.
    public var total: Int
}
