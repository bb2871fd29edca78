import DirectoryModel
import SyncEngine

/// In which order a list of operations is carried out: rounds one after the other, the work units of a round in parallel.
///
/// Operations of one account keep their order. A list names accounts in two ways, mailboxes by entryUUID and sessions by
/// login name, and does not say which belong together; so where it matters, one kind waits for all of the other: an
/// archive waits for every flush and kick before it in the list, a flush or kick for every restore before it.
struct OperationSchedule: Equatable {
    /// What is done by one worker.
    enum Unit: Equatable {
        /// Quick operations, by their places in the list: commands of one POST, in this order.
        case batch([Int])
        /// An operation of several steps, by its place in the list.
        case procedure(Int)
    }

    /// The units of each round.
    let rounds: [[Unit]]

    init(_ operations: [MailStoreOperation], batchSize: Int) {
        var planner = RoundPlanner()
        var rounds: [[Int]] = []
        for (place, operation) in operations.enumerated() {
            let round = planner.round(of: operation)
            if round == rounds.count { rounds.append([]) }
            rounds[round].append(place)
        }
        self.rounds = rounds.map { Self.units(of: $0, in: operations, batchSize: batchSize) }
    }

    private static func units(of places: [Int], in operations: [MailStoreOperation], batchSize: Int) -> [Unit] {
        var chains = ChainBuilder()
        var units: [Unit] = []
        for place in places {
            if operations[place].isProcedure {
                units.append(.procedure(place))
            } else {
                chains.add(place, operations[place])
            }
        }
        return pack(chains.chains, batchSize: batchSize) + units
    }

    /// Fills batches; a chain longer than a batch gets one of its own, because its order must be kept.
    private static func pack(_ chains: [[Int]], batchSize: Int) -> [Unit] {
        var batches: [[Int]] = []
        for chain in chains {
            if let last = batches.last, last.count + chain.count <= batchSize {
                batches[batches.count - 1] += chain
            } else {
                batches.append(chain)
            }
        }
        return batches.map { .batch($0) }
    }
}

extension MailStoreOperation {
    /// Whether it takes more than one command.
    fileprivate var isProcedure: Bool {
        switch self {
        case .archive, .restore, .purge: true
        case .createMailbox, .flushLogins, .disconnect, .countSessions: false
        }
    }
}

/// Gives each operation the first round in which everything it has to wait for is over.
private struct RoundPlanner {
    private var lastOfAccount: [EntryUUID: (round: Int, isProcedure: Bool)] = [:]
    private var afterLogins = 0
    private var afterRestores = 0
    private var loginRound = 0

    mutating func round(of operation: MailStoreOperation) -> Int {
        switch operation {
        case .createMailbox(let account), .purge(let account): mailboxRound(account, operation, notBefore: 0)
        case .archive(let account): mailboxRound(account, operation, notBefore: afterLogins)
        case .restore(let account): mailboxRound(account, operation, notBefore: 0)
        case .flushLogins, .disconnect, .countSessions: sessionRound()
        }
    }

    private mutating func mailboxRound(_ account: EntryUUID, _ operation: MailStoreOperation, notBefore: Int) -> Int {
        var round = notBefore
        if let last = lastOfAccount[account] {
            round = max(round, last.isProcedure || operation.isProcedure ? last.round + 1 : last.round)
        }
        lastOfAccount[account] = (round, operation.isProcedure)
        if case .restore = operation { afterRestores = max(afterRestores, round + 1) }
        return round
    }

    private mutating func sessionRound() -> Int {
        loginRound = max(loginRound, afterRestores)
        afterLogins = loginRound + 1
        return loginRound
    }
}

/// Joins the operations that name the same account or a common login name.
private struct ChainBuilder {
    private var chainOfAccount: [EntryUUID: Int] = [:]
    private var chainOfLogin: [MailAddress: Int] = [:]
    private var members: [[Int]] = []

    /// The chains in the order of their first operations.
    var chains: [[Int]] { members.filter { !$0.isEmpty } }

    mutating func add(_ place: Int, _ operation: MailStoreOperation) {
        switch operation {
        case .createMailbox(let account), .archive(let account), .restore(let account), .purge(let account):
            let chain = chainOfAccount[account] ?? newChain()
            chainOfAccount[account] = chain
            members[chain].append(place)
        case .disconnect(let login), .countSessions(let login): members[chain(of: [login])].append(place)
        case .flushLogins(let logins): members[chain(of: logins)].append(place)
        }
    }

    private mutating func chain(of logins: [MailAddress]) -> Int {
        let known = Set(logins.compactMap { chainOfLogin[$0] }).sorted()
        let chain = known.first ?? newChain()
        for other in known.dropFirst() { merge(other, into: chain) }
        for login in logins { chainOfLogin[login] = chain }
        return chain
    }

    private mutating func merge(_ other: Int, into chain: Int) {
        members[chain] = (members[chain] + members[other]).sorted()
        members[other] = []
        for (login, of) in chainOfLogin where of == other { chainOfLogin[login] = chain }
    }

    private mutating func newChain() -> Int {
        members.append([])
        return members.count - 1
    }
}
