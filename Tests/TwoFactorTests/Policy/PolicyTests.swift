import DirectoryModel
import Testing

@testable import TwoFactor

struct PolicyTests {
    private static let deadline = Timestamp(seconds: 1_769_360_400)
    private static let day: Int64 = 86_400
    private let policy = TwoFactorPolicy(deadline: deadline, newcomerGrace: .seconds(14 * day), lateActivation: .ticket)

    private func requirement(
        _ days: Int64,
        registered: Int64? = -100,
        exemption: TwoFactorExemption? = nil
    ) -> TwoFactorRequirement {
        policy.requirement(registered: registered.map(Self.at), exemption: exemption, at: Self.at(days))
    }

    private static func at(_ days: Int64) -> Timestamp { deadline + .seconds(days * day) }

    @Test func `before the deadline nothing is due, from it on everything`() {
        #expect(requirement(-1) == .notDue(until: Self.deadline))
        #expect(
            policy.requirement(
                registered: nil,
                exemption: nil,
                at: Timestamp(microseconds: Self.deadline.microseconds - 1)
            )
                == .notDue(until: Self.deadline)
        )
        #expect(requirement(0) == .overdue(since: Self.deadline))
        #expect(requirement(0, registered: nil) == .overdue(since: Self.deadline))
        #expect(requirement(-1).allowsPasswordAlone && !requirement(0).allowsPasswordAlone)
    }

    @Test func `a newcomer has its grace once, from the registration`() {
        #expect(requirement(11, registered: 10) == .newcomer(until: Self.at(24)))
        #expect(requirement(24, registered: 10) == .overdue(since: Self.at(24)))
        #expect(requirement(-1, registered: -2) == .notDue(until: Self.at(12)))
        #expect(requirement(5, registered: -2) == .newcomer(until: Self.at(12)))
        #expect(requirement(5, registered: -14) == .overdue(since: Self.deadline))
        #expect(policy.deadline(registered: Self.at(-50)) == Self.deadline, "an early registration never shortens")
    }

    @Test func `without a deadline nothing is ever due`() {
        let none = TwoFactorPolicy(deadline: nil)
        #expect(none.requirement(registered: nil, exemption: nil, at: Self.at(9999)) == .notDue(until: nil))
    }

    @Test func `an exemption counts until its end`() throws {
        let exemption = try TwoFactorExemption(expires: Self.at(30), owner: "kepala@mail.go.id", reason: "pemindai")
        #expect(requirement(29, exemption: exemption) == .exempt(exemption))
        #expect(requirement(30, exemption: exemption) == .overdue(since: Self.deadline))
        #expect(requirement(29, exemption: exemption).allowsPasswordAlone)
    }

    @Test func `late activation needs a ticket where the service says so`() {
        #expect(policy.needsTicket(registered: nil, exemption: nil, at: Self.at(1)))
        #expect(!policy.needsTicket(registered: nil, exemption: nil, at: Self.at(-1)))
        #expect(!policy.needsTicket(registered: Self.at(0), exemption: nil, at: Self.at(1)))
        let alone = TwoFactorPolicy(deadline: Self.deadline)
        #expect(!alone.needsTicket(registered: nil, exemption: nil, at: Self.at(1)))
    }

    @Test func `attributes are read`() throws {
        let read = try TwoFactorPolicy(
            deadline: "20260125170000Z",
            newcomerGraceDays: "14",
            lateActivation: "ticket"
        )
        #expect(read == policy)
        #expect(try TwoFactorPolicy(deadline: nil, newcomerGraceDays: nil, lateActivation: nil) == .init(deadline: nil))
        #expect(
            try TwoFactorPolicy(deadline: nil, newcomerGraceDays: nil, lateActivation: "self").lateActivation == .alone
        )
    }

    @Test(
        arguments: [
            ("", nil, nil), ("26 Januari 2026", nil, nil), ("20261325170000Z", nil, nil), (nil, "", nil),
            (nil, "-1", nil), (nil, "1000", nil),
            (nil, "x", nil), (nil, nil, ""), (nil, nil, "Self"),
        ] as [(String?, String?, String?)]
    )
    func `a value that cannot be read is not no value`(deadline: String?, grace: String?, late: String?) {
        #expect(
            errorCode {
                _ = try TwoFactorPolicy(deadline: deadline, newcomerGraceDays: grace, lateActivation: late)
            } == .malformedValue
        )
    }
}

struct ExemptionTests {
    @Test func `the attribute is written and read back`() throws {
        let end = Timestamp(seconds: 1_769_360_400)
        let exemption = try TwoFactorExemption(expires: end, owner: "budi@mail.go.id", reason: "pemindai $1 ruang 2")
        #expect(exemption.text == "20260125170000Z$budi@mail.go.id$pemindai $1 ruang 2")
        #expect(try TwoFactorExemption(exemption.text) == exemption)
    }

    @Test(arguments: [
        "", "$$", "20260125170000Z", "20260125170000Z$a", "20260125170000Z$$b", "20260125170000Z$a$",
        "20260125170000Z$ $b", "never$a$b",
        "$a$b", "20260125170000Z$a$b\u{7}", "20260125170000$a$b",
    ])
    func `what cannot be understood exempts nobody`(text: String) {
        #expect(errorCode { _ = try TwoFactorExemption(text) } == .malformedValue)
    }

    @Test func `owner, reason and end are needed`() {
        let end = Timestamp(seconds: 1)
        for (end, owner, reason) in [
            (end, "", "r"), (end, "o", ""), (end, "a$b", "r"), (end, String(repeating: "o", count: 257), "r"),
            (end, "o", String(repeating: "r", count: 513)), (Timestamp(microseconds: .max), "o", "r"),
        ] {
            #expect(
                errorCode { _ = try TwoFactorExemption(expires: end, owner: owner, reason: reason) } == .invalidArgument
            )
        }
    }
}

struct SecondFactorStateTests {
    private static let now = Timestamp(seconds: 1_800_000_000)

    private func state(_ facts: SecondFactorFacts) -> SecondFactorState { SecondFactorState(facts, at: Self.now) }

    @Test func `attributes make the state`() {
        #expect(state(.init()) == .none)
        #expect(state(.init(hasPending: true)) == .pending)
        #expect(state(.init(hasSecret: true, since: Self.now)) == .active)
        #expect(
            state(.init(hasSecret: true, hasPending: true, since: Self.now)) == .active,
            "a device is being replaced"
        )
        #expect(state(.init(hasSecret: true)) == .active)
    }

    @Test func `a deleted secret opens nothing`() {
        #expect(state(.init(since: Self.now)) == .secretMissing)
        #expect(state(.init(hasPending: true, since: Self.now)) == .secretMissing)
    }

    @Test func `what is protected`() {
        let states: [(SecondFactorState, Bool)] = [
            (.none, false), (.pending, false), (.active, true), (.locked(until: nil), true), (.secretMissing, true),
        ]
        for (state, expected) in states { #expect(state.isProtected == expected) }
    }

    @Test(
        arguments: [
            (0, 0, .open(below: 5)), (4, 0, .open(below: 5)), (5, 59, .wait(until: now + .seconds(1))),
            (5, 60, .open(below: 6)),
            (9, 60, .open(below: 10)), (9, 0, .wait(until: now + .seconds(60))),
            (10, 60, .wait(until: now + .seconds(840))),
            (10, 900, .open(below: 11)), (19, 899, .wait(until: now + .seconds(1))), (19, 900, .open(below: 20)),
            (20, 99999, .helpDesk),
            (1000, 99999, .helpDesk), (-1, 99999, .helpDesk), (.max, 0, .helpDesk),
        ] as [(Int, Int64, AttemptAllowance)]
    )
    func `wrong codes lock`(failures: Int, secondsAgo: Int64, expected: AttemptAllowance) {
        let failed = Self.now - .seconds(secondsAgo)
        #expect(AttemptAllowance(failures: failures, failedTime: failed, now: Self.now) == expected)
        let facts = SecondFactorFacts(hasSecret: true, failures: failures, failedTime: failed)
        switch expected {
        case .open: #expect(state(facts) == .active)
        case .wait(let until): #expect(state(facts) == .locked(until: until))
        case .helpDesk: #expect(state(facts) == .locked(until: nil))
        }
    }

    @Test func `a count without a time waits`() {
        #expect(AttemptAllowance(failures: 5, failedTime: nil, now: Self.now) == .wait(until: Self.now + .seconds(60)))
        #expect(AttemptAllowance(failures: 4, failedTime: nil, now: Self.now) == .open(below: 5))
    }

    @Test func `two moments of one second are written differently where that matters`() {
        let first = Timestamp(microseconds: 1_769_360_400_000_042)
        #expect(first.generalizedTime == "20260125170000Z")
        #expect(first.exactGeneralizedTime == "20260125170000.000042Z")
        #expect(Timestamp(generalizedTime: first.exactGeneralizedTime.utf8) == first)
    }
}
