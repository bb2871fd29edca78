import DirectoryModel
import LocalStack
import Testing

@testable import LoginGate
@testable import TwoFactor

@Suite(.serialized) struct `App passwords and tickets on a real directory` {
    private static let admitted = JudgeRig.Answer(code: 0, message: "", isOwn: true)
    private static let refused = JudgeRig.Answer(code: 49, message: "", isOwn: true)

    @Test func `an app password opens the protocols it was made for, and slapd never sees it`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti", "budi"])) { rig async throws in
            try await rig.enrol("siti")
            try await rig.enrol("budi")
            let password = try await rig.addAppPassword("siti", for: [.imap, .submission])
            #expect(try await rig.login("siti@mail.go.id", "imap", password) == Self.admitted)
            #expect(try await rig.login("siti@mail.go.id", "submission", password.uppercased()) == Self.admitted)
            let plain = password.replacing("-", with: "")
            #expect(try await rig.login("siti@mail.go.id", "imap", plain) == Self.admitted)
            for purpose in ["pop3", "smtp", "sieve", "web"] {
                #expect(try await rig.login("siti@mail.go.id", purpose, password) == Self.refused)
            }
            #expect(try await rig.login(name: JudgeRig.dn("siti"), password) == Self.refused)
            #expect(try await rig.login("budi@mail.go.id", "imap", password) == Self.refused)
            let other = password.hasPrefix("a") ? "b" + password.dropFirst() : "a" + password.dropFirst()
            #expect(try await rig.login("siti@mail.go.id", "imap", other) == Self.refused)
            #expect(rig.notes.last?.reason == .appPasswordWrong)
        }
    }

    @Test func `an expired or revoked app password opens nothing`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            try await rig.enrol("siti")
            let password = try await rig.addAppPassword("siti", lifetime: .seconds(100))
            rig.clock.advance(by: .seconds(99))
            #expect(try await rig.login("siti@mail.go.id", "imap", password) == Self.admitted)
            rig.clock.advance(by: .seconds(1))
            #expect(try await rig.login("siti@mail.go.id", "imap", password) == Self.refused)
            #expect(rig.notes.last?.reason == .appPasswordExpired)
            let fresh = try await rig.addAppPassword("siti")
            #expect(try await rig.login("siti@mail.go.id", "imap", fresh) == Self.admitted)
            try await rig.change("siti", "delete: pamongAppPassword\n")
            #expect(try await rig.login("siti@mail.go.id", "imap", fresh) == Self.refused)
        }
    }

    @Test func `wrong codes do not stop app passwords; blocking and a password locked for good do`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            let password = try await rig.addAppPassword("siti")
            for code in try rig.wrongCodes(secret, 6) {
                _ = try await rig.login("siti@mail.go.id", "web", JudgeRig.password + code)
            }
            #expect(try await rig.login("siti@mail.go.id", "imap", password) == Self.admitted)
            let lock = "replace: pwdAccountLockedTime\npwdAccountLockedTime: 000001010000Z\n"
            try await rig.change("siti", lock, as: .manager)
            #expect(try await rig.login("siti@mail.go.id", "imap", password) == Self.refused)
            try await rig.change("siti", "delete: pwdAccountLockedTime\n", as: .manager)
            #expect(try await rig.login("siti@mail.go.id", "imap", password) == Self.admitted)
            try await rig.change("siti", "replace: pamongAccountStatus\npamongAccountStatus: blocked\n", as: .manager)
            #expect(try await rig.login("siti@mail.go.id", "imap", password) == Self.refused)
        }
    }

    @Test func `the last use is written down at most every six hours, in the background`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            try await rig.enrol("siti")
            let password = try await rig.addAppPassword("siti", lifetime: .seconds(30 * 86_400))
            func lastUsed() async throws -> Timestamp? {
                let value = try #require(try await rig.values("siti", "pamongAppPassword").first)
                return try StoredAppPassword(value.utf8).lastUsed
            }
            #expect(try await lastUsed() == nil)
            let answers = try await rig.many(20) { _ in try await rig.login("siti@mail.go.id", "imap", password) }
            #expect(answers.allSatisfy { $0 == Self.admitted })
            let first = rig.clock.now
            try await waitUntil("the use is noted") { try await lastUsed() == first }
            rig.clock.advance(by: .seconds(6 * 3600 - 1))
            #expect(try await rig.login("siti@mail.go.id", "imap", password) == Self.admitted)
            rig.clock.advance(by: .seconds(1))
            #expect(try await lastUsed() == first)
            #expect(try await rig.login("siti@mail.go.id", "imap", password) == Self.admitted)
            let second = rig.clock.now
            try await waitUntil("the next use is noted") { try await lastUsed() == second }
            #expect(rig.notes.alarms.isEmpty)
        }
    }

    @Test func `an app password whose use cannot be noted lets in all the same`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            try await rig.enrol("siti")
            let password = try await rig.addAppPassword("siti")
            rig.writePath.set(.down)
            try await waitUntil("the link is down") { !rig.judge.isReady }
            #expect(try await rig.login("siti@mail.go.id", "imap", password) == Self.admitted)
            try await waitUntil("the failure is counted") { rig.notes.alarms.contains(.lastUseNotWritten) }
        }
    }

    @Test func `an app password moves to the primary key when it is used`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            try await rig.enrol("siti")
            let password = try await rig.addAppPassword("siti")
            var ring = rig.ring
            let kid = try #require(KeyIdentifier("2026b"))
            try ring.add(kid, now: rig.clock.now)
            try ring.promote(kid)
            rig.judge.replace(ring: ring)
            try await JudgeRig.plantCanaries(of: ring, in: rig.stack)
            #expect(try await rig.login("siti@mail.go.id", "imap", password).code != 49)
            try await waitUntil("the value is under the new key") {
                _ = try await rig.login("siti@mail.go.id", "imap", password)
                return try await rig.values("siti", "pamongAppPassword").first?.hasPrefix("$app1$2026b$") == true
            }
            try ring.retire(try #require(KeyIdentifier("2026a")))
            rig.judge.replace(ring: ring)
            try await JudgeRig.plantCanaries(of: ring, in: rig.stack)
            try await waitUntil("the ring fits") {
                try await rig.login("siti@mail.go.id", "imap", password) == Self.admitted
            }
        }
    }

    @Test func `a ticket of webmail opens its protocols until it ends or is taken back`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti", "budi"])) { rig async throws in
            try await rig.enrol("siti")
            try await rig.enrol("budi")
            func ticket() async throws -> String {
                try rig.ring.issueSessionTicket(
                    for: try await rig.uuid("siti"),
                    protocols: [.imap, .submission],
                    now: rig.clock.now,
                    lifetime: .seconds(600)
                )
                .withBytes { String(decoding: $0, as: UTF8.self) }
            }
            let first = try await ticket()
            #expect(try await rig.login("siti@mail.go.id", "imap", first) == Self.admitted)
            #expect(try await rig.login("siti@mail.go.id", "submission", first) == Self.admitted)
            for purpose in ["pop3", "smtp", "sieve", "web"] {
                #expect(try await rig.login("siti@mail.go.id", purpose, first) == Self.refused)
            }
            #expect(try await rig.login(name: JudgeRig.dn("siti"), first) == Self.refused)
            #expect(try await rig.login("budi@mail.go.id", "imap", first) == Self.refused)
            #expect(try await rig.login("siti@mail.go.id", "imap", first + "A") == Self.refused)
            #expect(rig.notes.last?.reason == .ticketWrong)
            rig.clock.advance(by: .seconds(600))
            #expect(try await rig.login("siti@mail.go.id", "imap", first) == Self.refused)
            #expect(rig.notes.last?.reason == .ticketExpired)
            let second = try await ticket()
            rig.clock.advance(by: .seconds(5))
            #expect(try await rig.login("siti@mail.go.id", "imap", second) == Self.admitted)
            let revoked =
                "replace: pamongSessionsRevokedTime\npamongSessionsRevokedTime: \(rig.clock.now.generalizedTime)\n"
            try await rig.change("siti", revoked)
            #expect(try await rig.login("siti@mail.go.id", "imap", second) == Self.refused)
        }
    }

    @Test func `records hold no secret, wherever it was typed`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            let ticket = try rig.ring.issueSessionTicket(
                for: try await rig.uuid("siti"),
                protocols: [.imap],
                now: rig.clock.now,
                lifetime: .seconds(600)
            )
            .withBytes { String(decoding: $0, as: UTF8.self) }
            let code = try rig.code(secret)
            let secrets = [
                JudgeRig.password, JudgeRig.password + code, try await rig.addAppPassword("siti"), ticket, code,
            ]
            for typed in secrets {
                for purpose in ["imap", "web"] {
                    _ = try await rig.login("siti@mail.go.id", purpose, typed)
                    _ = try await rig.login("bukan@mail.go.id", purpose, typed)
                    _ = try await rig.login(typed, purpose, "x")
                }
                _ = try await rig.login(name: typed, typed)
                _ = try await rig.login(name: JudgeRig.dn("siti"), typed)
            }
            #expect(rig.notes.records.count == secrets.count * 8 && rig.notes.counts == secrets.count * 8)
            let lines = rig.notes.records.map { String(decoding: $0.jsonLine, as: UTF8.self) }.joined()
            for typed in secrets.dropLast() { #expect(!lines.contains(typed)) }
            #expect(!lines.contains("\"\(code)") && !lines.contains("\(code)\""))
        }
    }

    @Test func `before the deadline a ticket opens accounts without a second factor, after it none`() async throws {
        let clock = TestClock(JudgeRig.beforeDeadline)
        try await JudgeRig.with(JudgeRig.entries(["siti"]), clock: clock) { rig async throws in
            func ticket() async throws -> String {
                try rig.ring.issueSessionTicket(
                    for: try await rig.uuid("siti"),
                    protocols: [.imap],
                    now: rig.clock.now,
                    lifetime: .seconds(600)
                )
                .withBytes { String(decoding: $0, as: UTF8.self) }
            }
            #expect(try await rig.login("siti@mail.go.id", "imap", ticket()) == Self.admitted)
            #expect(rig.notes.last?.wouldRefuse == .noSecondFactor)
            clock.set(JudgeRig.start)
            #expect(try await rig.login("siti@mail.go.id", "imap", ticket()) == Self.refused)
            // Something of an app password's form goes nowhere, not even as a password.
            #expect(try await rig.login("siti@mail.go.id", "imap", "abcd-efgh-ijkm-npqr-stuv-wxyz") == Self.refused)
        }
    }
}
