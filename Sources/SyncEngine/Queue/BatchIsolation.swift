internal import StateDatabase

/// Finds the account that makes a mail store drop whole requests, so that it holds up nobody else: requests that fail as a
/// whole are halved until one account is alone, and an account that fails alone while others succeed is to blame.
struct BatchIsolation: Sendable, Hashable {
    private let full: Int
    /// How many accounts may be in one request now.
    private(set) var limit: Int
    /// Accounts that failed alone, while nothing was known to succeed: the store may be down, or they may be to blame.
    private(set) var unproven: Set<Int64> = []

    /// `full`: how many accounts are in one request when all is well.
    init(full: Int) {
        self.full = full
        limit = full
    }

    /// A request was answered; what failed alone before is to blame, and returned.
    mutating func succeeded(_ accounts: [Int64]) -> Set<Int64> {
        limit = min(full, limit * 2)
        defer { unproven = [] }
        return unproven.subtracting(accounts)
    }

    /// Nothing is known of a request.
    mutating func failed(_ accounts: [Int64]) {
        limit = max(1, min(limit, accounts.count / 2))
        if accounts.count == 1 { unproven.formUnion(accounts) }
    }

    /// Those accounts that may go into one request, of the ones that are due: what is unproven goes last, and alone.
    func choose(from due: [WorkItem]) -> [WorkItem] {
        let proven = due.filter { !unproven.contains($0.account) }
        return proven.isEmpty ? Array(due.prefix(1)) : Array(proven.prefix(limit))
    }
}
