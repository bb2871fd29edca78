import DirectoryModel
import StateDatabase
import Testing

@testable import Reports

/// Random histories, recounted account by account at every moment a report is asked for.
@Suite struct RandomLedgerTests {
    struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// An account as the test keeps it: where it is and what it counts; nothing while it is closed.
    struct Person {
        var scope: Int64
        var counts: Counts
    }

    /// A history of the test's own making: all people after each step, and the rows that tell the same.
    struct History {
        var people: [Person] = []
        var moments: [(hour: Int, people: [Person])] = []
        var steps: [(time: Timestamp, before: Person, after: Person)] = []
        var rows: [LedgerRow] = []
    }

    private static func counts(_ random: inout Random) -> Counts {
        let registered = Bool.random(using: &random)
        return Counts(
            accounts: 1,
            registered: registered ? 1 : 0,
            blocked: Int.random(in: 0...1, using: &random),
            secondFactor: registered ? Int.random(in: 0...1, using: &random) : 0
        )
    }

    private static func step(_ history: inout History, _ hour: Int, _ fixture: LedgerFixture, _ random: inout Random) {
        let index = Int.random(in: 0..<history.people.count, using: &random)
        let person = history.people[index]
        let next = counts(&random)
        let rows = history.rows.count
        if person.counts.accounts == 0 {
            history.people[index].counts = next
            history.rows.append(fixture.row(.created, person.scope, at: hour, next))
        } else if Int.random(in: 0..<4, using: &random) == 0 {
            history.people[index].counts = Counts()
            history.rows.append(fixture.row(.removed, person.scope, at: hour, -person.counts))
        } else if Bool.random(using: &random) {
            history.people[index].counts = next
            history.rows.append(fixture.row(.changed, person.scope, at: hour, next - person.counts))
        } else {
            let target = Int64.random(in: 1...5, using: &random)
            guard target != person.scope else { return }
            // Every third move changes the account in the same write.
            let arriving = Int.random(in: 0..<3, using: &random) == 0 ? next : person.counts
            history.people[index] = Person(scope: target, counts: arriving)
            history.rows += [
                fixture.row(.movedOut, person.scope, at: hour, -person.counts, peer: target),
                fixture.row(.movedIn, target, at: hour, arriving, peer: person.scope),
            ]
        }
        note(&history, person, history.people[index], since: rows)
    }

    /// Gives the step a time of its own, as every write has its own CSN.
    private static func note(_ history: inout History, _ before: Person, _ after: Person, since rows: Int) {
        for index in history.rows[rows...].indices {
            history.rows[index].time = Timestamp(microseconds: history.rows[index].time.microseconds + Int64(rows))
        }
        guard let time = history.rows.last?.time else { return }
        history.steps.append((time, before, after))
    }

    private static func recount(_ people: [Person], _ covers: (Scope) -> Bool) -> Counts {
        people.filter { covers(LedgerFixture.scopes[Int($0.scope) - 1]) }.reduce(Counts()) { $0 + $1.counts }
    }

    @Test(arguments: 1...12)
    func `every report equals a recount of all accounts`(seed: Int) throws {
        var random = Random(state: UInt64(seed))
        var history = History()
        history.people = (0..<60).map { _ in
            Person(
                scope: Int64.random(in: 1...5, using: &random),
                counts: Bool.random(using: &random) ? Self.counts(&random) : Counts()
            )
        }
        var baseline: [Int64: Counts] = [:]
        for person in history.people { baseline[person.scope, default: Counts()] += person.counts }
        let fixture = try LedgerFixture(baseline)
        var hours = (0..<300).map { _ in Int.random(in: 0..<200, using: &random) }
        hours.sort()
        history.moments.append((-1, history.people))
        for hour in hours {
            Self.step(&history, hour, fixture, &random)
            history.moments.append((hour, history.people))
        }
        // Recorded in another order than they happened, as changes of several servers are.
        try fixture.record(history.rows.shuffled(using: &random))
        for _ in 0..<10 {
            let from = Int.random(in: -20..<199, using: &random)
            let to = Int.random(in: max(from + 1, 1)...220, using: &random)
            try Self.compare(history, fixture, from, to)
        }
    }

    private static func compare(_ history: History, _ fixture: LedgerFixture, _ from: Int, _ to: Int) throws {
        func people(before hour: Int) -> [Person] {
            history.moments.last { $0.hour < hour }?.people ?? history.moments[0].people
        }
        let report = try fixture.read {
            try DeltaReport(
                reading: $0,
                from: LedgerFixture.hour(from),
                to: LedgerFixture.hour(to),
                generated: LedgerFixture.hour(999)
            )
        }
        let census = try fixture.read {
            try CensusReport(reading: $0, at: LedgerFixture.hour(max(to, 0)), generated: LedgerFixture.hour(999))
        }
        for row in report.services + report.tenants + [report.total] {
            let covers = { (scope: Scope) in
                (row.service == nil || row.service == scope.service)
                    && (row.tenant == nil || row.tenant == scope.tenant)
            }
            let (before, after) = (recount(people(before: max(from, 0)), covers), recount(people(before: to), covers))
            #expect((row.accounts.opening, row.accounts.closing) == (before.accounts, after.accounts))
            #expect((row.registered.opening, row.registered.closing) == (before.registered, after.registered))
            #expect((row.blocked.opening, row.blocked.closing) == (before.blocked, after.blocked))
            #expect((row.twoFactor.opening, row.twoFactor.closing) == (before.secondFactor, after.secondFactor))
            try row.check()
            expectFlows(history, row, from, to, covers)
        }
        #expect(census.total.uploaded == recount(people(before: to)) { _ in true }.accounts)
        let services = census.services.map(\.uploaded).reduce(0, +)
        #expect(services == census.total.uploaded)
    }

    /// The changes, counted person by person with the level's own eyes.
    private static func expectFlows(
        _ history: History,
        _ row: DeltaRow,
        _ from: Int,
        _ to: Int,
        _ covers: (Scope) -> Bool
    ) {
        let period = LedgerFixture.hour(max(from, 0))..<LedgerFixture.hour(to)
        var (accounts, registered, blocked) = (AccountFlow(), QualityFlow(), QualityFlow())
        for step in history.steps where period.contains(step.time) {
            let (before, after) = (seen(step.before, covers), seen(step.after, covers))
            let wasSomewhere = step.before.counts.accounts == 1
            let isSomewhere = step.after.counts.accounts == 1
            if before.accounts < after.accounts {
                if wasSomewhere { accounts.movedIn += 1 } else { accounts.created += 1 }
            } else if before.accounts > after.accounts {
                if isSomewhere { accounts.movedOut += 1 } else { accounts.removed += 1 }
            }
            registered.gained += max(after.registered - before.registered, 0)
            registered.lost += max(before.registered - after.registered, 0)
            blocked.gained += max(after.blocked - before.blocked, 0)
            blocked.lost += max(before.blocked - after.blocked, 0)
        }
        #expect((row.accounts.created, row.accounts.removed) == (accounts.created, accounts.removed))
        #expect((row.accounts.movedIn, row.accounts.movedOut) == (accounts.movedIn, accounts.movedOut))
        #expect((row.registered.gained, row.registered.lost) == (registered.gained, registered.lost))
        #expect((row.blocked.gained, row.blocked.lost) == (blocked.gained, blocked.lost))
    }

    private static func seen(_ person: Person, _ covers: (Scope) -> Bool) -> Counts {
        covers(LedgerFixture.scopes[Int(person.scope) - 1]) ? person.counts : Counts()
    }
}
