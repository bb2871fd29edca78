import DirectoryModel
import StateDatabase
import Testing

@testable import SyncEngine

struct GuardTests {
    /// Scope 1: an agency of 40, scope 2: one of 1,000 in the same service, scope 3: 10,000 in another one.
    private func judge(
        _ suspects: [Int64],
        passed: [Int64: Int] = [:],
        open: [Hold] = [],
        sizes: [Int64: Int] = [1: 40, 2: 1000, 3: 10_000]
    ) -> [Guard.Verdict] {
        Guard(
            limits: GuardLimits(),
            scopes: [
                1: Scope(service: "multidomain", tenant: "Bandung"), 2: Scope(service: "multidomain", tenant: "Bogor"),
                3: Scope(service: "mail.go.id", tenant: "Kementerian"),
            ],
            sizes: sizes,
            passed: passed,
            open: open
        ).judge(suspects)
    }

    private func many(_ count: Int, in scope: Int64) -> [Int64] { Array(repeating: scope, count: count) }

    private func hold(_ level: Hold.Level, service: String? = nil, tenant: String? = nil) -> Hold {
        Hold(
            id: 5,
            opened: SampleValues.time,
            changed: SampleValues.time,
            level: level,
            service: service,
            tenant: tenant,
            reason: "before"
        )
    }

    @Test func `few pass`() {
        #expect(judge([]).isEmpty)
        #expect(judge(many(4, in: 1)).isEmpty)
    }

    @Test func `an agency of 40 is protected`() throws {
        let verdict = try #require(judge(many(5, in: 1)).first)
        #expect(verdict.level == .tenant)
        #expect(verdict.tenant == "Bandung")
        #expect(verdict.suspects == Array(0..<5))
        #expect(verdict.hold == nil)
        #expect(verdict.scopes == [1])
    }

    @Test func `a tiny agency may lose three`() {
        #expect(judge(many(3, in: 1), sizes: [1: 3]).isEmpty)
        #expect(judge(many(4, in: 1), sizes: [1: 4]).count == 1)
    }

    @Test func `what passed within the window counts`() {
        #expect(judge(many(1, in: 1), passed: [1: 4]).count == 1)
        #expect(judge(many(1, in: 1), passed: [2: 4]).isEmpty)
    }

    @Test func `the suspicious batch is held and the others pass`() {
        let verdicts = judge(many(40, in: 1) + many(2, in: 3))
        #expect(verdicts.count == 1)
        #expect(verdicts.first?.suspects == Array(0..<40))
    }

    @Test func `a service is protected where no tenant is over its limit`() throws {
        // 4 of 40 and 20 of 1,000 are within their tenants' limits, and 24 of 1,040 are over the service's 2 %.
        let verdict = try #require(judge(many(4, in: 1) + many(20, in: 2)).first)
        #expect(verdict.level == .service)
        #expect(verdict.service == "multidomain")
        #expect(verdict.tenant == nil)
        #expect(verdict.suspects.count == 24)
        #expect(verdict.scopes == [1, 2])
    }

    @Test func `everything together is protected`() throws {
        // 100 of 10,000 are within the service's limit, and with 18 of multidomain over 1 % of all.
        let verdict = try #require(judge(many(18, in: 2) + many(100, in: 3)).first)
        #expect(verdict.level == .all)
        #expect(verdict.service == nil)
        #expect(verdict.suspects.count == 118)
    }

    @Test func `while a batch is open everything further joins it`() throws {
        let open = hold(.tenant, service: "multidomain", tenant: "Bandung")
        let verdict = try #require(judge(many(1, in: 1), open: [open]).first)
        #expect(verdict.hold == 5)
        #expect(verdict.reason == "before")
        #expect(judge(many(1, in: 2), open: [open]).isEmpty)
        #expect(judge(many(1, in: 2), open: [hold(.service, service: "multidomain")]).first?.hold == 5)
        #expect(judge(many(1, in: 3), open: [hold(.all)]).first?.hold == 5)
    }

    @Test func `a limit is the smaller of count and share, but never under its minimum`() {
        let limit = GuardLimits.Limit(count: 100, share: 0.1, minimum: 3)
        #expect([0, 20, 40, 1000, 1_000_000].map(limit.allowed) == [3, 3, 4, 100, 100])
    }

    @Test func `what takes something from a user is suspicious, and nothing else`() {
        func kind(_ old: Account, _ new: Account?) -> Suspect.Kind? {
            DestructiveChange.kind(from: old, to: new, mailHost: SampleValues.host)
        }
        let active = SampleValues.account()
        #expect(kind(active, SampleValues.account(status: .blocked)) == .block)
        #expect(kind(active, SampleValues.account(status: .uploaded)) == .block)
        #expect(kind(active, SampleValues.account(status: .closed)) == .close)
        #expect(kind(active, SampleValues.account(host: "other")) == .departure)
        #expect(kind(active, nil) == .removal)
        #expect(kind(SampleValues.account(status: .blocked), nil) == .removal)
        #expect(kind(active, SampleValues.account("new@x.go.id")) == nil)
        #expect(kind(SampleValues.account(status: .blocked), active) == nil)
        #expect(kind(SampleValues.account(status: .closed), nil) == nil)
        #expect(kind(SampleValues.account(status: .uploaded, registered: nil), nil) == nil)
        #expect(kind(SampleValues.account(host: "other"), nil) == nil)
    }
}
