public import StateDatabase
public import SyncEngine

/// A batch of blocks, closes and removals that waits, or waited, for a second person.
public struct HoldSummary: Sendable, Hashable, Codable {
    /// What was counted together.
    public enum Level: String, Sendable, Hashable, Codable, CaseIterable {
        case tenant, service, all
    }

    /// Where the batch stands.
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// Waiting.
        case open
        /// A second person let it go.
        case released
        /// A second person refused it; the directory is to be put back.
        case rejected
        /// All entries were put back before anybody decided.
        case withdrawn
    }

    /// Its number, as people name it.
    public var id: Int64
    /// Where it stands.
    public var state: State
    /// What was counted.
    public var level: Level
    /// The service, but for a hold over all.
    public var service: String?
    /// The tenant, for a hold of a tenant.
    public var tenant: String?
    /// The count, the limit and the window, in words.
    public var reason: String
    /// How many accounts are on its list.
    public var accounts: Int
    /// When it began.
    public var opened: APITime
    /// When its list last changed.
    public var changed: APITime
    /// When it was decided.
    public var decided: APITime?
    /// The DN of who decided.
    public var decidedBy: String?
}

extension HoldSummary {
    init(_ hold: Hold, accounts: Int) {
        self.init(
            id: hold.id,
            state: State(hold.state),
            level: Level(hold.level),
            service: hold.service,
            tenant: hold.tenant,
            reason: hold.reason,
            accounts: accounts,
            opened: APITime(hold.opened),
            changed: APITime(hold.changed),
            decided: hold.decided.map(APITime.init),
            decidedBy: hold.decidedBy
        )
    }

    /// The batches in one state, or all, the newest first.
    public static func all(reading reader: StateReader, state: State? = nil) throws -> [HoldSummary] {
        try reader.holds(in: state?.stored).map { hold in
            HoldSummary(hold, accounts: try reader.suspects(hold: hold.id).count)
        }
    }
}

extension HoldSummary {
    /// Whether somebody may decide about this batch, once it is known what they are and who made the changes. `person` and
    /// the authors are DNs in normalised form.
    public func right(of person: String, role: DecisionRight.Role, authors: DecisionRight.Authors) -> DecisionRight {
        DecisionRight(level: level.stored, person: person, role: role, authors: authors)
    }
}

extension HoldSummary.Level {
    fileprivate var stored: Hold.Level {
        switch self {
        case .tenant: .tenant
        case .service: .service
        case .all: .all
        }
    }

    init(_ level: Hold.Level) {
        self =
            switch level {
            case .tenant: .tenant
            case .service: .service
            case .all: .all
            }
    }
}

extension HoldSummary.State {
    init(_ state: Hold.State) {
        self =
            switch state {
            case .open: .open
            case .released: .released
            case .rejected: .rejected
            case .withdrawn: .withdrawn
            }
    }

    var stored: Hold.State {
        switch self {
        case .open: .open
        case .released: .released
        case .rejected: .rejected
        case .withdrawn: .withdrawn
        }
    }
}
