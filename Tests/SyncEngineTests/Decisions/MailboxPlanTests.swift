import DirectoryModel
import StateDatabase
import Testing

@testable import SyncEngine

struct MailboxPlanTests {
    private static let names = [SampleValues.address("a@x.go.id"), SampleValues.address("b@x.go.id")]

    struct Case: Sendable, CustomTestStringConvertible {
        var goal: MailboxGoal
        var from: MailboxRow.State?
        var steps: [MailboxStep]
        var reached: MailboxRow.State?
        var testDescription: String { "\(String(describing: from)) to \(goal)" }
    }

    private static let open = MailboxGoal.open(names: names, quota: 5, revoked: nil)
    private static let blocked = MailboxGoal.blocked(names: names)
    private static let archived = MailboxGoal.archived(names: names)
    private static let elsewhere = MailboxGoal.elsewhere(names: names)
    private static let unclaimed = MailboxGoal.unclaimed(names: names)

    static let matrix: [Case] = [
        Case(goal: open, from: nil, steps: [.create], reached: .open),
        Case(goal: open, from: .open, steps: [], reached: .open),
        Case(goal: open, from: .cut, steps: [.create, .refresh], reached: .open),
        Case(goal: open, from: .blocked, steps: [.create, .refresh], reached: .open),
        Case(goal: open, from: .archived, steps: [.restore, .create, .refresh], reached: .open),
        Case(goal: open, from: .elsewhere, steps: [.create, .refresh], reached: .open),
        Case(goal: blocked, from: nil, steps: [.cut], reached: .cut),
        Case(goal: blocked, from: .open, steps: [.cut], reached: .cut),
        Case(goal: blocked, from: .cut, steps: [.prove], reached: .blocked),
        Case(goal: blocked, from: .blocked, steps: [], reached: .blocked),
        Case(goal: blocked, from: .archived, steps: [.restore, .cut], reached: .cut),
        Case(goal: blocked, from: .elsewhere, steps: [.cut], reached: .cut),
        Case(goal: unclaimed, from: nil, steps: [], reached: nil),
        Case(goal: unclaimed, from: .open, steps: [.cut], reached: .cut),
        Case(goal: unclaimed, from: .cut, steps: [.prove], reached: .blocked),
        Case(goal: unclaimed, from: .blocked, steps: [], reached: .blocked),
        Case(goal: archived, from: nil, steps: [.cut, .archive], reached: .archived),
        Case(goal: archived, from: .open, steps: [.cut, .archive], reached: .archived),
        Case(goal: archived, from: .cut, steps: [.cut, .archive], reached: .archived),
        Case(goal: archived, from: .blocked, steps: [.cut, .archive], reached: .archived),
        Case(goal: archived, from: .archived, steps: [], reached: .archived),
        Case(goal: archived, from: .elsewhere, steps: [.cut, .archive], reached: .archived),
        Case(goal: elsewhere, from: nil, steps: [], reached: nil),
        Case(goal: elsewhere, from: .open, steps: [.cut], reached: .elsewhere),
        Case(goal: elsewhere, from: .blocked, steps: [.cut], reached: .elsewhere),
        Case(goal: elsewhere, from: .archived, steps: [], reached: .archived),
        Case(goal: elsewhere, from: .elsewhere, steps: [], reached: .elsewhere),
    ]

    private static func mailbox(
        _ state: MailboxRow.State,
        names: [MailAddress] = names,
        quota: Int64? = 5,
        revoked: Timestamp? = nil
    ) -> MailboxRow {
        MailboxRow(
            account: 1,
            state: state,
            names: names,
            quota: quota,
            changed: SampleValues.time,
            sessionsRevoked: revoked
        )
    }

    @Test(arguments: matrix)
    func `every state leads to every goal`(of plan: Case) {
        let found = MailboxPlan(to: plan.goal, from: plan.from.map { Self.mailbox($0) })
        #expect(found.steps == plan.steps)
        #expect(found.reached == plan.reached)
        #expect(found.names == Self.names)
    }

    @Test func `a new alias flushes, a new primary address ends the sessions, of old and new names`() {
        let new = SampleValues.address("c@x.go.id")
        let alias = MailboxPlan(to: .open(names: Self.names + [new], quota: 5, revoked: nil), from: Self.mailbox(.open))
        #expect(alias.steps == [.refresh])
        let renamed = MailboxPlan(to: .open(names: [new], quota: 5, revoked: nil), from: Self.mailbox(.open))
        #expect(renamed.steps == [.cut])
        #expect(Set(renamed.names) == Set(Self.names + [new]))
    }

    @Test func `a new quota flushes`() {
        #expect(MailboxPlan(to: Self.open, from: Self.mailbox(.open, quota: 4)).steps == [.refresh])
    }

    @Test func `a new name of a blocked account is proved too`() {
        let old = Self.mailbox(.blocked, names: [SampleValues.address("old@x.go.id")])
        let plan = MailboxPlan(to: Self.blocked, from: old)
        #expect(plan.steps == [.cut])
        #expect(plan.names.contains(SampleValues.address("old@x.go.id")))
        let reordered = Self.mailbox(.blocked, names: Self.names.reversed())
        #expect(MailboxPlan(to: Self.blocked, from: reordered).steps.isEmpty)
    }

    @Test func `an archive is purged when its retention is over, and only then`() {
        let plan = MailboxPlan(to: Self.archived, from: Self.mailbox(.archived), isPurgeDue: true)
        #expect(plan.steps == [.purge])
        #expect(plan.reached == nil)
        for goal in [Self.open, Self.blocked, Self.unclaimed] {
            #expect(!MailboxPlan(to: goal, from: Self.mailbox(.archived), isPurgeDue: true).steps.contains(.purge))
        }
    }

    @Test func `revoked sessions are ended once, and stay the account's business until they are`() {
        let (now, later) = (SampleValues.time, SampleValues.time + .seconds(1))
        func steps(revoked: Timestamp?, handled: Timestamp?, names: [MailAddress] = Self.names) -> [MailboxStep] {
            let goal = MailboxGoal.open(names: names, quota: 5, revoked: revoked)
            return MailboxPlan(to: goal, from: Self.mailbox(.open, revoked: handled)).steps
        }
        #expect(steps(revoked: now, handled: nil) == [.revoke])
        #expect(steps(revoked: later, handled: now) == [.revoke])
        #expect(steps(revoked: now, handled: now).isEmpty)
        #expect(steps(revoked: now, handled: later).isEmpty, "a value that was set back asks for nothing")
        #expect(steps(revoked: nil, handled: now).isEmpty)
        #expect(steps(revoked: now, handled: nil, names: Self.names.reversed()) == [.revoke], "and renamed with it")
        let unmade = MailboxPlan(to: .open(names: Self.names, quota: 5, revoked: now), from: nil)
        #expect(unmade.steps == [.revoke, .create], "people get in before their mailbox is known to be made")
    }

    @Test(arguments: [MailboxRow.State.cut, .blocked, .archived, .elsewhere])
    func `where nobody was let in, nobody is sent out`(state: MailboxRow.State) {
        let goal = MailboxGoal.open(names: Self.names, quota: 5, revoked: SampleValues.time)
        #expect(!MailboxPlan(to: goal, from: Self.mailbox(state)).steps.contains(.revoke))
    }

    @Test func `revoking flushes every name and ends the sessions of each, also of the present address`() {
        let operations = MailboxStep.revoke.operations(account: SampleValues.uuid, names: Self.names, logins: [])
        #expect(operations == [.flushLogins(Self.names)] + Self.names.map(MailStoreOperation.disconnect))
    }

    @Test func `the goal follows status, mail host and removal`() {
        func goal(_ status: AccountStatus, host: String? = SampleValues.host, removed: Timestamp? = nil) -> MailboxGoal
        {
            let account = SampleValues.account(status: status, host: host)
            return MailboxGoal(SampleValues.row(account, removed: removed), mailHost: SampleValues.host)
        }
        let names = [SampleValues.address("a@x.go.id")]
        #expect(goal(.active) == .open(names: names, quota: nil, revoked: nil))
        #expect(goal(.blocked) == .blocked(names: names))
        #expect(goal(.uploaded) == .unclaimed(names: names))
        #expect(goal(.closed) == .archived(names: names))
        #expect(goal(.active, host: "other") == .elsewhere(names: names))
        #expect(goal(.blocked, host: nil) == .elsewhere(names: names))
        for status in AccountStatus.allCases {
            #expect(goal(status, removed: SampleValues.time) == .archived(names: names))
        }
    }
}
