internal import DirectoryModel
public import StateDatabase

/// Accounts whose mail store is not yet what the directory wants.
public struct WorkList: Sendable, Hashable, Codable {
    /// What becomes of an account's work.
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// It is due, or to be tried again.
        case waiting
        /// It waits in a held batch.
        case held
        /// It was given up until the account changes or an operator asks again.
        case setAside
    }

    /// The work of one account.
    public struct Item: Sendable, Hashable, Codable {
        /// The account's entryUUID.
        public var uuid: String
        /// Its primary address.
        public var address: String
        /// What becomes of it.
        public var state: State
        /// block, change, create or archive: what goes first when there is much to do.
        public var urgency: String
        /// When the directory committed what is to be done.
        public var committed: APITime
        /// Not before this time.
        public var due: APITime
        /// How often it failed.
        public var attempts: Int
        /// What the last failure was.
        public var lastError: String?
        /// The held batch it waits in.
        public var hold: Int64?
    }

    /// How many there are, listed or not.
    public var total: Int
    /// In the order they would be done, as many as were asked for.
    public var items: [Item]
}

extension WorkList {
    /// Lists at most `limit` accounts with work in one state, or in any; of one service and tenant, or of any.
    public init(
        reading reader: StateReader,
        state: State? = nil,
        service: String? = nil,
        tenant: String? = nil,
        limit: Int
    ) throws {
        var work = try reader.allWork().filter { state == nil || State($0) == state }
        if service != nil || tenant != nil {
            let scopes = Dictionary(uniqueKeysWithValues: try reader.scopes().map { ($0.id, $0.scope) })
            work = try work.filter { item in
                guard let scope = try reader.account(id: item.account).flatMap({ scopes[$0.scope] }) else {
                    return false
                }
                return (service ?? scope.service) == scope.service && (tenant ?? scope.tenant) == scope.tenant
            }
        }
        total = work.count
        items = try work.prefix(limit).compactMap { work in
            try reader.account(id: work.account).map { Item(work, $0) }
        }
    }
}

extension WorkList.State {
    init(_ work: WorkItem) {
        self = work.hold != nil ? .held : work.isSetAside ? .setAside : .waiting
    }
}

extension WorkList.Item {
    init(_ work: WorkItem, _ row: AccountRow) {
        self.init(
            uuid: row.account.uuid.description,
            address: row.account.address.text,
            state: WorkList.State(work),
            urgency: "\(work.urgency)",
            committed: APITime(work.committed),
            due: APITime(work.due),
            attempts: work.attempts,
            lastError: work.lastError,
            hold: work.hold
        )
    }
}
