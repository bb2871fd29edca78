import DirectoryModel
import StateDatabase
import Testing

@testable import SyncEngine

struct TransitionTests {
    private func rows(_ old: Account?, _ new: Account?, to scope: Int64 = 1) -> [LedgerRow] {
        Transition.rows(
            of: SampleValues.uuid,
            from: old.map { CountedAccount(account: $0, scope: 1) },
            to: new.map { CountedAccount(account: $0, scope: scope) },
            at: SampleValues.time
        )
    }

    private func counts(_ rows: [LedgerRow]) -> Counts { rows.map(\.counts).reduce(Counts(), +) }

    @Test func `nothing becomes nothing`() {
        #expect(rows(nil, nil).isEmpty)
        #expect(rows(SampleValues.account(), SampleValues.account()).isEmpty)
    }

    @Test func `a created account counts by its status`() {
        let created = rows(nil, SampleValues.account(status: .uploaded, registered: nil))
        #expect(created.map(\.event) == [.created])
        #expect(counts(created) == Counts(accounts: 1))
        #expect(counts(rows(nil, SampleValues.account())) == Counts(accounts: 1, registered: 1))
        let blocked = SampleValues.account(status: .blocked, secondFactorSince: SampleValues.time)
        #expect(counts(rows(nil, blocked)) == Counts(accounts: 1, registered: 1, blocked: 1, secondFactor: 1))
        let neverClaimed = SampleValues.account(status: .blocked, registered: nil)
        #expect(counts(rows(nil, neverClaimed)) == Counts(accounts: 1, blocked: 1))
    }

    @Test func `a removed account takes back what it counted`() {
        let blocked = SampleValues.account(status: .blocked)
        #expect(rows(blocked, nil).map(\.event) == [.removed])
        #expect((counts(rows(blocked, nil)) + blocked.counts).isZero)
    }

    @Test func `closing removes and reopening creates`() {
        let (open, closed) = (SampleValues.account(), SampleValues.account(status: .closed))
        #expect(rows(open, closed).map(\.event) == [.removed])
        #expect(rows(closed, open).map(\.event) == [.created])
        #expect(rows(nil, closed).isEmpty)
        #expect(rows(closed, nil).isEmpty)
        #expect(rows(closed, closed, to: 2).isEmpty)
    }

    @Test func `a move is one row out and one in, with a change on the way`() {
        let moved = rows(SampleValues.account(), SampleValues.account(status: .blocked), to: 2)
        #expect(moved.map(\.event) == [.movedOut, .movedIn])
        #expect(moved.map(\.scope) == [1, 2])
        #expect(moved.map(\.peer) == [2, 1])
        #expect(moved[0].counts == Counts(accounts: -1, registered: -1))
        #expect(moved[1].counts == Counts(accounts: 1, registered: 1, blocked: 1))
    }

    @Test func `a change says what changed, and what it does to the counts`() throws {
        let change = rows(SampleValues.account(), SampleValues.account("c@x.go.id", status: .blocked, quota: 5))
        #expect(change.map(\.event) == [.changed])
        #expect(counts(change) == Counts(blocked: 1))
        let detail = try #require(change[0].detail)
        for part in ["\"mail\"", "\"pamongQuota\"", "\"previousAddress\":\"a@x.go.id\"", "\"status\":\"blocked\""] {
            #expect(detail.contains(part), "\(detail)")
        }
    }

    @Test func `the sums of any path between states lead to its end`() {
        let states: [Account?] =
            [nil]
            + AccountStatus.allCases.flatMap { status in
                [nil, SampleValues.time].map {
                    SampleValues.account(status: status, registered: $0, secondFactorSince: $0)
                }
            }
        for old in states {
            for new in states {
                let led = (old?.counts ?? Counts()) + counts(rows(old, new))
                #expect(led == new?.counts ?? Counts(), "\(String(describing: old)) to \(String(describing: new))")
            }
        }
    }
}
