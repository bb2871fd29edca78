public import DirectoryModel
public import Reports

/// Which accounts are asked for, in what order and from where on.
public struct AccountQuery: Sendable, Hashable {
    /// The orders there are.
    public enum Sort: String, Sendable, Hashable, CaseIterable {
        /// By primary address.
        case address
        /// By the last change, the oldest first.
        case changed
    }

    /// The most accounts in one answer.
    public static let largestLimit = 1000

    /// Of this service.
    public var service: String?
    /// Of tenants of this name; the empty text for accounts right below their service.
    public var tenant: String?
    /// In this status.
    public var status: AccountStatus?
    /// With a second factor, or without.
    public var secondFactor: Bool?
    /// Changed after this moment.
    public var changedSince: Timestamp?
    /// The order.
    public var sort: Sort
    /// The `next` of the page before. The pages hold together while accounts come, go and change.
    public var after: String?
    /// How many are left out, from there on: for protocols that count, dearer than ``after``.
    public var skip: Int
    /// Only of these places; `nil` for all.
    public var within: [ReportPlace]?
    /// How many are answered at most, 1 to ``largestLimit``.
    public var limit: Int

    /// Asks for all accounts unless told otherwise.
    public init(
        service: String? = nil,
        tenant: String? = nil,
        status: AccountStatus? = nil,
        secondFactor: Bool? = nil,
        changedSince: Timestamp? = nil,
        sort: Sort = .address,
        after: String? = nil,
        skip: Int = 0,
        limit: Int = 50,
        within: [ReportPlace]? = nil
    ) {
        (self.service, self.tenant, self.status, self.secondFactor) = (service, tenant, status, secondFactor)
        (self.changedSince, self.sort, self.after) = (changedSince, sort, after)
        (self.skip, self.limit, self.within) = (skip, limit, within)
    }
}

extension AccountQuery {
    /// As it stands in a request's query.
    func parameters() throws -> KeyValuePairs<String, String?> {
        [
            "service": service, "tenant": tenant, "status": status?.rawValue,
            "secondFactor": secondFactor.map { $0 ? "yes" : "no" }, "changedSince": changedSince?.rfc3339,
            "sort": sort.rawValue, "after": after, "skip": String(skip), "limit": String(limit),
            "within": try within.queryText(),
        ]
    }
}
