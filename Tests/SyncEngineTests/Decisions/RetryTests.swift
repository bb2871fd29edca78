import DirectoryModel
import Testing

@testable import StateDatabase
@testable import SyncEngine

/// Waiting, giving up and blaming: the decisions about what fails.
struct RetryTests {
    private let retry = RetryPolicy()

    @Test func `each failure doubles the wait, up to the longest`() {
        #expect(retry.delay(afterFailures: 1, jitter: 1) == .seconds(1))
        #expect(retry.delay(afterFailures: 4, jitter: 1) == .seconds(8))
        #expect(retry.delay(afterFailures: 4, jitter: 0) == .seconds(4))
        #expect(retry.delay(afterFailures: 1000, jitter: 1) == .seconds(300))
        #expect(retry.delay(afterFailures: 0, jitter: 1) == .seconds(1))
    }

    @Test func `a store that failed is left alone, longer each time, until it answers`() {
        var pause = StorePause()
        let failure = MailStoreFailure("down", isRetriable: true)
        pause.failed(failure, at: SampleValues.time, retry: retry)
        #expect(pause.until.map { $0.since(SampleValues.time) <= .seconds(1) } == true)
        for _ in 0..<20 { pause.failed(failure, at: SampleValues.time, retry: retry) }
        #expect(pause.until.map { $0.since(SampleValues.time) <= .seconds(30) } == true)
        #expect(pause.problem == "down")
        pause.succeeded()
        #expect(pause.until == nil)
        #expect(pause.problem == nil)
    }

    @Test func `requests that fail as a whole are halved until one account is alone`() {
        var isolation = BatchIsolation(full: 8)
        for (size, limit) in [(8, 4), (4, 2), (2, 1), (1, 1)] {
            isolation.failed(Array(1...Int64(size)))
            #expect(isolation.limit == limit)
        }
        #expect(isolation.unproven == [1])
    }

    @Test func `an account that fails alone is blamed once somebody else succeeds`() {
        var isolation = BatchIsolation(full: 8)
        isolation.failed([1])
        let blamed = isolation.succeeded([2])
        #expect(blamed == [1])
        #expect(isolation.unproven.isEmpty)
        isolation.failed([1])
        let cleared = isolation.succeeded([1])
        #expect(cleared.isEmpty)
    }

    @Test func `who is not to blame goes first`() {
        let work = (1...3).map { account in
            WorkItem(
                account: account,
                revision: 1,
                urgency: .create,
                due: SampleValues.time,
                committed: SampleValues.time,
                attempts: 0,
                isSetAside: false
            )
        }
        var isolation = BatchIsolation(full: 8)
        #expect(isolation.choose(from: work).count == 3)
        isolation.failed([1])
        #expect(isolation.choose(from: work).map(\.account) == [2])
        #expect(isolation.choose(from: [work[0]]).map(\.account) == [1])
        _ = isolation.succeeded([2])
        #expect(isolation.choose(from: work).map(\.account) == [1, 2])
    }

    @Test func `a provider that stays behind lost state, one that moves only lags`() {
        func position(_ csn: String) -> CookieVector { CookieVector(csns: [1: csn]) }
        var lost = LostState(grace: .seconds(300))
        func isCertain(_ csn: String, after seconds: Int) -> Bool {
            lost.isCertain(position(csn), at: SampleValues.time + .seconds(seconds))
        }
        let answers = [
            isCertain("b", after: 0), isCertain("b", after: 299), isCertain("c", after: 300),
            isCertain("c", after: 599),
            isCertain("c", after: 600),
        ]
        #expect(answers == [false, false, false, false, true])
        lost.isOver()
        let anew = isCertain("c", after: 900)
        #expect(!anew)
    }

    private func look(_ position: String?, ours: String, changes: Int = 0, following: Bool = true) -> SessionWatch.Look
    {
        SessionWatch.Look(
            position: position.map { CookieVector(csns: [1: $0]) },
            ours: CookieVector(csns: [1: ours]),
            changes: changes,
            isFollowing: following
        )
    }

    private func verdicts(_ looks: [SessionWatch.Look]) -> [SessionWatch.Verdict] {
        var watch = SessionWatch()
        return looks.map { watch.see($0) }
    }

    @Test func `a session is dead when the provider went on and nothing came for three looks`() {
        let seen = verdicts(["a", "b", "c", "d"].map { look($0, ours: "a") })
        #expect(seen == [.current, .waiting, .waiting, .silent])
    }

    @Test func `a session that keeps up with a busy provider is alive`() {
        let steps = [("b", "a"), ("c", "b"), ("d", "c"), ("e", "d"), ("f", "e"), ("g", "f")]
        let seen = verdicts(steps.map { look($0.0, ours: $0.1) })
        #expect(seen.allSatisfy { $0 == .waiting })
    }

    @Test func `a quiet directory and a look that fails are no reason to end a session`() {
        let quiet = verdicts((0..<5).map { _ in look("a", ours: "a") })
        #expect(quiet.allSatisfy { $0 == .current })
        let unanswered = verdicts((0..<5).map { _ in look(nil, ours: "a") })
        #expect(unanswered.allSatisfy { $0 == .waiting })
    }

    @Test func `a refresh is dead when it stands still for three looks`() {
        let moving = (1..<9).map { look(nil, ours: "", changes: $0, following: false) }
        let standing = (0..<3).map { _ in look(nil, ours: "", changes: 9, following: false) }
        let seen = verdicts(moving + standing)
        #expect(seen.dropLast().allSatisfy { $0 == .waiting })
        #expect(seen.last == .silent)
    }

    @Test func `absence is believed of a provider that has come as far as the entry`() {
        let state = RefreshState(isFirstLoad: false, sentCookie: true)
        let text = "20231114221320.000000Z#000000#001#000000"
        let csn = EntryCSN(bytes: Array(text.utf8))
        #expect(csn?.serverID == 1)
        #expect(state.believesAbsence(of: csn, at: CookieVector(csns: [1: text])))
        let older = CookieVector(csns: [1: "20231114221319.000000Z#000000#001#000000"])
        #expect(!state.believesAbsence(of: csn, at: older))
        #expect(!state.believesAbsence(of: csn, at: CookieVector(csns: [2: text])))
        #expect(state.believesAbsence(of: nil, at: older))
        let afterLoss = RefreshState(isFirstLoad: false, sentCookie: false)
        #expect(afterLoss.believesAbsence(of: csn, at: older))
    }
}
