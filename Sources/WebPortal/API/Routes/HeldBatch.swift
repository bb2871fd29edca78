internal import DirectoryModel
internal import WorkerAPI

/// A held batch as programs read it.
struct HeldBatch: Encodable, Sendable {
    /// The mail host and the worker's number: two workers number for themselves.
    struct Name: Sendable, Hashable {
        let host: String
        let number: Int64

        /// Reads `narada-12`.
        init?(_ text: String) {
            guard let hyphen = text.lastIndex(of: "-"), hyphen > text.startIndex else { return nil }
            let digits = text[text.index(after: hyphen)...]
            guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(digits)
            else { return nil }
            (host, self.number) = (String(text[..<hyphen]), number)
        }
    }

    let id: String
    let mailHost: String
    let state: HoldSummary.State
    let level: HoldSummary.Level
    let service: String?
    let tenant: String?
    let reason: String
    let accounts: Int
    let opened: APITime
    let changed: APITime
    let decided: APITime?
    let decidedBy: String?

    /// `nil` for a batch of which the program sees a part at most. Who decided stands elsewhere in the tree: only whoever sees
    /// everything is told.
    init?(_ hold: HoldSummary, host: String, for scope: APIScope, seesAll: Bool) {
        let isSeen = hold.service.map { scope.sees(service: $0, tenant: hold.tenant) } ?? false
        guard seesAll || isSeen else { return nil }
        (id, mailHost) = ("\(host)-\(hold.id)", host)
        (state, level, service, tenant) = (hold.state, hold.level, hold.service, hold.tenant)
        (reason, accounts) = (hold.reason, hold.accounts)
        (opened, changed, decided) = (hold.opened, hold.changed, hold.decided)
        decidedBy = seesAll ? hold.decidedBy : nil
    }

    /// The newest first.
    var keys: [String] { [sortable(.max - opened.time.microseconds), id] }
}

/// One account of a held batch.
struct HeldItem: Encodable, Sendable {
    let uuid: String
    let address: String
    let service: String
    let tenant: String
    let kind: HeldAccount.Kind
    let before: AccountStatus?
    let status: AccountStatus
    let since: APITime

    init(_ account: HeldAccount) {
        (uuid, address, service, tenant) = (account.uuid, account.address, account.service, account.tenant)
        (kind, before, status, since) = (account.kind, account.before, account.status, account.since)
    }
}

extension HeldAccount {
    /// In the order the list grew.
    var keys: [String] { [sortable(since.time.microseconds), uuid] }
}

/// A number whose texts are in the order of the numbers; none of them is negative.
func sortable(_ number: Int64) -> String {
    let digits = String(max(number, 0))
    return String(repeating: "0", count: 19 - digits.count) + digits
}
