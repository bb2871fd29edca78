extension LedgerRow.Event {
    /// The word programs see in the change feed.
    public var name: String {
        switch self {
        case .created: "created"
        case .removed: "removed"
        case .movedIn: "movedIn"
        case .movedOut: "movedOut"
        case .changed: "changed"
        case .tenantAdded: "tenantAdded"
        case .tenantRemoved: "tenantRemoved"
        case .administratorsChanged: "administratorsChanged"
        }
    }

    /// What one row of this event does to the number of tenants; the table has no column for it.
    public var tenants: Int {
        switch self {
        case .tenantAdded: 1
        case .tenantRemoved: -1
        default: 0
        }
    }

    /// Whether the row is one half of a move between two scopes.
    public var isMove: Bool { self == .movedIn || self == .movedOut }
}
