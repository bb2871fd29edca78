import DirectoryModel
import Foundation
import StateDatabase

/// Pages of the list of accounts, with 537,000 of them in 400 tenants: what the state file takes for one, whatever is asked.
enum AccountPages {
    private static let start = Timestamp(microseconds: 1_793_491_200_000_000)
    private static let accounts = 537_000

    static func measure(_ request: BenchmarkRequest) throws -> [Measurement] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pamong-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let state = try StateDatabase(path: folder.appending(path: "state.sqlite").path)
        tell("writing a state of \(accounts) accounts")
        try state.write { try writeState($0) }
        let begun = ContinuousClock.now
        try state.prepareListing()
        let preparation = ContinuousClock.now - begun
        let results = try questions.map { try measure($0, state, runs: max(request.runs, 5)) }
        try state.close()
        return results + [
            Measurement(
                what: "making what lists are read by, once, with \(accounts) accounts",
                value: preparation.milliseconds,
                unit: .milliseconds,
                bar: 3000,
                aim: 2000,
                detail: "not a part of the first load"
            )
        ]
    }

    private struct Question {
        let what: String
        var filter = AccountFilter()
        var order = AccountOrder.address
        var cursor: AccountCursor?
        var skip = 0
    }

    private static let questions = [
        Question(what: "the first page"),
        Question(what: "a page in the middle", cursor: .address("person5", id: 0)),
        Question(what: "a service", filter: AccountFilter(service: "service1")),
        Question(what: "a tenant's blocked ones", filter: AccountFilter(tenant: "tenant 7", status: .blocked)),
        Question(what: "all blocked ones (3 in 1000)", filter: AccountFilter(status: .blocked)),
        Question(what: "with a second factor", filter: AccountFilter(hasSecondFactor: true)),
        Question(
            what: "the last 1000 changes",
            filter: AccountFilter(changedSince: start + .seconds(accounts - 1000)),
            order: .changed
        ),
        Question(what: "skipping half of all", skip: accounts / 2),
    ]

    private static func measure(_ question: Question, _ state: StateDatabase, runs: Int) throws -> Measurement {
        var times: [Duration] = []
        var found = 0
        for _ in 1...runs {
            let begun = ContinuousClock.now
            let page = try state.read {
                try $0.accounts(
                    question.filter,
                    order: question.order,
                    after: question.cursor,
                    skip: question.skip,
                    limit: 50
                )
            }
            times.append(ContinuousClock.now - begun)
            found = page.total
            guard !page.items.isEmpty else { throw BenchmarkFailure("\(question.what): nothing was listed") }
        }
        return Measurement(
            what: "50 of \(accounts) accounts: \(question.what)",
            value: times.median.milliseconds,
            unit: .milliseconds,
            bar: 50,
            aim: 10,
            detail: "\(found) in all, first \(times[0].milliseconds.rounded(to: 1)) ms"
        )
    }

    private static func writeState(_ writer: StateWriter) throws {
        for id in Int64(1)...400 {
            let scope = Scope(service: "service\(id % 4)", tenant: "tenant \(id)")
            try writer.save(ScopeRow(id: id, scope: scope, serviceNode: id % 4, tenantNode: id))
        }
        try writer.save(Node(id: 1, dn: "ou=accounts,dc=example"))
        for number in 0..<accounts {
            let account = Account(
                uuid: EntryUUID(high: 2, low: UInt64(number)),
                csn: EntryCSN(time: start + .seconds(number), order: 0),
                address: MailAddress(trusted: "person\(number &* 7919 % accounts)@example.go.id"),
                status: number % 317 == 0 ? .blocked : number % 5 == 0 ? .uploaded : .active,
                registered: start,
                secondFactorSince: number % 9 == 0 ? start : nil
            )
            _ = try writer.insert(AccountRow(account: account, node: 1, scope: Int64(number % 400 + 1)))
        }
    }
}
