/// What a ledger row records: the `event` column.
public enum LedgerEvent: Int64, Sendable, Hashable, CaseIterable, Codable {
    /// An account counts from now on: uploaded, registered on the spot, or reopened.
    case created = 1
    /// An account counts no longer: closed, or gone from the directory.
    case removed = 2
    /// An account came from the scope that `peer` names; that scope has a ``movedOut`` row of the same time.
    case movedIn = 3
    /// An account went to the scope that `peer` names.
    case movedOut = 4
    /// An account stayed where it is and something about it changed.
    case changed = 5
    /// A tenant appeared in its service.
    case tenantAdded = 6
    /// A tenant disappeared from its service.
    case tenantRemoved = 7
    /// The number of a tenant's administrators changed.
    case administratorsChanged = 8

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
