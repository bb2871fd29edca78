public import DirectoryModel
internal import StateDatabase

/// A page of accounts, as the worker knows them: their last good state, closed ones included, removed ones not.
public struct AccountList: Sendable, Hashable, Codable {
    /// One account.
    public struct Item: Sendable, Hashable, Codable {
        /// Its identity.
        public var uuid: String
        /// Where it stands, as far as the worker can tell.
        public var dn: String?
        /// Its primary address.
        public var address: String
        /// Its further addresses.
        public var aliases: [String]
        /// Its service.
        public var service: String
        /// Its tenant; empty for one right below its service.
        public var tenant: String
        /// What it may do.
        public var status: AccountStatus
        /// Since when a second factor is active.
        public var secondFactorSince: APITime?
        /// When its owner registered it.
        public var registered: APITime?
        /// The size its mailbox may grow to, in bytes, its service's default included.
        public var quota: Int64?
        /// The host of its mailbox.
        public var mailHost: String?
        /// When its entry last changed.
        public var changed: APITime
    }

    /// In the order asked for.
    public var accounts: [Item]
    /// What to ask with as `after` for the next page; `nil` on the last.
    public var next: String?
    /// How many there are on all pages.
    public var total: Int
}

extension AccountList {
    init(_ listing: AccountListing) {
        self.init(
            accounts: listing.items.map(Item.init),
            next: listing.next.map { AccountCursorText($0).text },
            total: listing.total
        )
    }
}

extension AccountList.Item {
    init(_ item: AccountListing.Item) {
        let account = item.row.account
        self.init(
            uuid: account.uuid.description,
            dn: item.dn,
            address: account.address.text,
            aliases: account.aliases.map(\.text),
            service: item.scope.service,
            tenant: item.scope.tenant,
            status: account.status,
            secondFactorSince: account.secondFactorSince.map(APITime.init),
            registered: account.registered.map(APITime.init),
            quota: account.quota,
            mailHost: account.mailHost,
            changed: APITime(account.csn.time)
        )
    }
}

/// A cursor as text: the order's letter, the row's number, a dot and where the row stands in that order.
struct AccountCursorText {
    let cursor: AccountCursor

    init(_ cursor: AccountCursor) { self.cursor = cursor }

    /// `nil` for a text that is none, or one of another order.
    init?(_ text: String, sort: AccountQuery.Sort) {
        guard let dot = text.firstIndex(of: "."), let id = Int64(text[..<dot].dropFirst()) else { return nil }
        let place = text[text.index(after: dot)...]
        switch (text.first, sort) {
        case ("a", .address): cursor = .address(String(place), id: id)
        case ("c", .changed):
            guard let time = Int64(place) else { return nil }
            cursor = .changed(Timestamp(microseconds: time), id: id)
        default: return nil
        }
    }

    var text: String {
        switch cursor {
        case .address(let address, let id): "a\(id).\(address)"
        case .changed(let time, let id): "c\(id).\(time.microseconds)"
        }
    }
}
