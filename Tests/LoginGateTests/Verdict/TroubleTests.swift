import DirectoryModel
import LDAPClient
import LocalStack
import NIOCore
import TestEntries
import Testing

@testable import LoginGate
@testable import TwoFactor

@Suite(.serialized) struct `When something of ours does not work` {
    private func isPutOff(_ answer: JudgeRig.Answer) -> Bool { answer.code == 51 || answer.code == 52 }

    /// Nothing about codes was written.
    private func isUntouched(_ rig: JudgeRig) async throws -> Bool {
        let failures = try await rig.recorded("siti", "pamongTotpFailures")
        let steps = try await rig.recorded("siti", "pamongTotpLastStep")
        return failures == "0" && steps == nil
    }

    @Test func `without the server that takes writes nobody gets in with a code, and nothing is counted`() async throws
    {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            let wrong = JudgeRig.password + (try #require(try rig.wrongCodes(secret, 1).first))
            let right = JudgeRig.password + (try rig.code(secret))
            rig.writePath.set(.down)
            try await waitUntil("the loss is seen") { !rig.judge.isReady }
            for typed in [right, wrong, "salah000000"] {
                #expect(try await rig.login("siti@mail.go.id", "web", typed).code == 52)
                #expect(rig.notes.last?.reason == .writesDown && rig.notes.last?.outcome == .unavailable)
            }
            #expect(try await isUntouched(rig))
            rig.writePath.set(.open)
            _ = try await rig.ready()
            #expect(try await rig.login("siti@mail.go.id", "web", right) == .success)
        }
    }

    @Test func `a writer that answers nothing puts codes off`() async throws {
        let change: (inout DirectoryJudge.Configuration) -> Void = { $0.write.timeout = .seconds(1) }
        try await JudgeRig.with(JudgeRig.entries(["siti"]), change: change) { rig async throws in
            let secret = try await rig.enrol("siti")
            rig.writePath.set(.stalled)
            let answer = try await rig.login("siti@mail.go.id", "web", JudgeRig.password + rig.code(secret))
            #expect(answer.code == 51)
            #expect(rig.notes.last?.reason == .directorySlow && rig.notes.last?.outcome == .busy)
        }
    }

    @Test func `without the database of codes nobody gets in with one, and once it is back everybody does`()
        async throws
    {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            let right = JudgeRig.password + (try rig.code(secret))
            let slapd = rig.stack.slapd
            let record = try await slapd.codeRecord(of: JudgeRig.dn("siti"))
            try await slapd.modify("dn: \(record)\nchangetype: delete\n\ndn: cn=codes\nchangetype: delete\n")
            try await waitUntil("the loss is seen") { !rig.judge.isReady }
            for purpose in ["web", "recovery"] {
                #expect(try await rig.login("siti@mail.go.id", purpose, right).code == 52)
                #expect(rig.notes.last?.reason == .writesDown)
            }
            try await slapd.modify("dn: cn=codes\nobjectClass: applicationProcess\ncn: codes\n")
            _ = try await rig.ready()
            #expect(try await rig.login("siti@mail.go.id", "web", right) == .success)
            #expect(try await rig.login("siti@mail.go.id", "web", right) == .wrong, "the record is there again")
        }
    }

    @Test func `without the directory everybody is put off`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"]), clock: TestClock(JudgeRig.beforeDeadline)) {
            rig async throws in
            rig.readPath.set(.down)
            try await waitUntil("the loss is seen") { !rig.judge.isReady }
            for purpose in ["imap", "web"] {
                #expect(try await rig.login("siti@mail.go.id", purpose, JudgeRig.password).code == 52)
                #expect(try await rig.login("bukan@mail.go.id", purpose, "apa saja").code == 52)
            }
            #expect(rig.notes.last?.reason == .directoryDown)
            rig.readPath.set(.open)
            _ = try await rig.ready()
            #expect(try await rig.login("siti@mail.go.id", "imap", JudgeRig.password) == .success)
        }
    }

    @Test func `a directory that answers nothing is busy, then unavailable, and comes back`() async throws {
        let change: (inout DirectoryJudge.Configuration) -> Void = { $0.read.timeout = .seconds(1) }
        let clock = TestClock(JudgeRig.beforeDeadline)
        try await JudgeRig.with(JudgeRig.entries(["siti"]), clock: clock, change: change) { rig async throws in
            rig.readPath.set(.stalled)
            #expect(try await rig.login("siti@mail.go.id", "imap", JudgeRig.password).code == 51)
            try await waitUntil("the connection is given up") {
                try await rig.login("siti@mail.go.id", "imap", JudgeRig.password).code == 52
            }
            rig.readPath.set(.open)
            try await waitUntil("it is back") {
                try await rig.login("siti@mail.go.id", "imap", JudgeRig.password) == .success
            }
        }
    }

    @Test func `slapd killed and started again: nobody in between, everybody after it`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            await rig.stack.slapd.kill()
            try await waitUntil("the loss is seen") { !rig.judge.isReady }
            #expect(try await rig.login("siti@mail.go.id", "imap", JudgeRig.password).code == 52)
            try await rig.stack.slapd.start()
            _ = try await rig.ready()
            #expect(try await rig.login("siti@mail.go.id", "web", JudgeRig.password + rig.code(secret)) == .success)
        }
    }

    @Test func `more look-ups than may wait are put off as busy`() async throws {
        let change: (inout DirectoryJudge.Configuration) -> Void = {
            $0.read.maximumInFlight = 3
            $0.read.timeout = .seconds(4)
            $0.refreshInterval = .hours(1)
        }
        let clock = TestClock(JudgeRig.beforeDeadline)
        try await JudgeRig.with(JudgeRig.entries(["siti"]), clock: clock, change: change) { rig async throws in
            // By then the readings that come first are over, which would wait, too.
            #expect(try await rig.login("siti@mail.go.id", "imap", JudgeRig.password) == .success)
            _ = rig.notes.take()
            rig.readPath.set(.stalled)
            let answers = try await rig.many(50) { _ in
                try await rig.login("siti@mail.go.id", "imap", JudgeRig.password)
            }
            #expect(answers.allSatisfy { $0.code == 51 })
            let quick = rig.notes.records.count { $0.microseconds < 3_000_000 }
            #expect(quick == 47)
        }
    }

    @Test func `policies that could not be read for too long are not believed`() async throws {
        let change: (inout DirectoryJudge.Configuration) -> Void = {
            $0.policiesBelieved = .milliseconds(300)
            $0.read.timeout = .milliseconds(600)
        }
        let clock = TestClock(JudgeRig.beforeDeadline)
        try await JudgeRig.with(JudgeRig.entries(["siti"]), clock: clock, change: change) { rig async throws in
            rig.readPath.set(.stalled)
            try await waitUntil("policies are too old") {
                _ = try await rig.login("siti@mail.go.id", "imap", JudgeRig.password)
                return rig.notes.last?.reason == .policies
            }
            #expect(rig.notes.last?.outcome == .unavailable)
        }
    }

    @Test func `a policy that cannot be understood makes its service unavailable, not open`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let service =
                "dn: cn=\(JudgeRig.service),ou=services,\(rig.stack.slapd.options.suffix)\nchangetype: modify\n"
            let set = { (value: String) in
                "\(service)replace: pamongTwoFactorDeadline\npamongTwoFactorDeadline: \(value)\n"
            }
            try await rig.stack.slapd.modify(set("20260126000000+0700"))
            try await waitUntil("it is unavailable") {
                try await rig.login("siti@mail.go.id", "imap", JudgeRig.password).code == 52
            }
            #expect(rig.notes.last?.reason == .policies)
            try await waitUntil("an alarm") { rig.notes.alarms.contains(.policies) }
            try await rig.stack.slapd.modify(set("20990125170000Z"))
            try await waitUntil("a new deadline holds within seconds") {
                try await rig.login("siti@mail.go.id", "imap", JudgeRig.password) == .success
            }
        }
    }

    // MARK: Keys

    @Test func `a wrong ring makes logins unavailable, and the right one mends it`() async throws {
        try await JudgeRig.withDirectory(JudgeRig.entries(["siti"])) { stack, ring in
            let rig = try await JudgeRig(stack: stack, ring: ring).ready()
            let secret = try await rig.enrol("siti")
            try await rig.stop()
            for wrong in [try JudgeRig.freshRing(), try JudgeRig.freshRing("2027a"), KeyRing()] {
                let gate = try await JudgeRig(stack: stack, ring: wrong)
                try await waitUntil("the ring was judged") { gate.notes.alarms.contains(.keyRing) }
                #expect(!gate.judge.isReady)
                for purpose in ["imap", "web"] {
                    let answer = try await gate.login("siti@mail.go.id", purpose, JudgeRig.password + rig.code(secret))
                    #expect(answer.code == 52)
                    #expect(gate.notes.last?.reason == .keyRing)
                }
                #expect(try await isUntouched(rig))
                gate.judge.replace(ring: ring)
                _ = try await gate.ready()
                rig.clock.advance(by: .seconds(30))
                try await gate.stop()
            }
        }
    }

    @Test func `a ring that does not fit does not displace one that does`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            rig.judge.replace(ring: try JudgeRig.freshRing())
            try await waitUntil("the new ring was judged") { rig.notes.alarms.contains(.keyRing) }
            #expect(try await rig.login("siti@mail.go.id", "web", JudgeRig.password + rig.code(secret)) == .success)
        }
    }

    @Test func `without canaries nobody is judged; planted again, they heal it`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let gate = rig.stack.slapd.dn(of: .gate)
            try await rig.stack.slapd.modify("dn: \(gate)\nchangetype: modify\ndelete: pamongSealedCanary\n")
            try await waitUntil("it is seen") { !rig.judge.isReady }
            #expect(try await rig.login("siti@mail.go.id", "imap", JudgeRig.password).code == 52)
            try await JudgeRig.plantCanaries(of: rig.ring, in: rig.stack)
            _ = try await rig.ready()
            #expect(try await rig.login("siti@mail.go.id", "imap", JudgeRig.password).code == 49)
        }
    }

    // MARK: Secrets

    @Test func `a sealed secret that was altered or swapped is unavailable, an alarm, and never counted`() async throws
    {
        try await JudgeRig.with(JudgeRig.entries(["siti", "budi"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            try await rig.enrol("budi")
            let typed = JudgeRig.password + (try rig.code(secret))
            let value = try #require(try await rig.values("siti", "pamongTotpSecret").first)
            let flipped = String(value.dropLast(40)) + (value.suffix(40).first == "A" ? "B" : "A") + value.suffix(39)
            let swapped = try #require(try await rig.values("budi", "pamongTotpSecret").first)
            let foreign = try JudgeRig.freshRing().seal(secret, for: try await rig.uuid("siti"), attribute: .secret)
                .text
            let moved = try rig.ring.seal(secret, for: try await rig.uuid("siti"), attribute: .pending).text
            let old = try rig.ring.seal(
                TOTPSecret(key: secret.key, generation: 1, enrolledAt: JudgeRig.beforeDeadline - .seconds(3600)),
                for: try await rig.uuid("siti"),
                attribute: .secret
            ).text
            let unknown = value.replacing("$2026a$", with: "$2026z$")
            for broken in [flipped, swapped, foreign, moved, old, unknown] {
                _ = rig.notes.take()
                try await rig.change("siti", "replace: pamongTotpSecret\npamongTotpSecret: \(broken)\n")
                for attempt in [typed, "salah000000"] {
                    #expect(try await rig.login("siti@mail.go.id", "web", attempt).code == 52)
                }
                #expect(rig.notes.last?.reason == .sealBroken)
                #expect(rig.notes.alarms == [.sealBroken, .sealBroken])
            }
            #expect(try await isUntouched(rig))
            try await rig.change("siti", "replace: pamongTotpSecret\npamongTotpSecret: \(value)\n")
            #expect(try await rig.login("siti@mail.go.id", "web", typed) == .success)
        }
    }

    @Test func `whoever deletes a secret opens no account, and raises an alarm`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"]), clock: TestClock(JudgeRig.beforeDeadline)) {
            rig async throws in
            let secret = try await rig.enrol("siti")
            let appPassword = try await rig.addAppPassword("siti")
            let code = try rig.code(secret)
            try await rig.change("siti", "delete: pamongTotpSecret\n", as: .manager)
            for clock in [JudgeRig.beforeDeadline, JudgeRig.start] {
                rig.clock.set(clock)
                for (purpose, typed) in [
                    ("web", JudgeRig.password), ("web", JudgeRig.password + code), ("imap", JudgeRig.password),
                    ("imap", appPassword),
                ] {
                    _ = rig.notes.take()
                    #expect(try await rig.login("siti@mail.go.id", purpose, typed).code == 49)
                    #expect(rig.notes.alarms == [.tampered])
                }
                let told = try await rig.login("siti@mail.go.id", "imap", JudgeRig.password)
                #expect(told.message.contains("0800-1234"))
                #expect(rig.notes.last?.reason == .tampered)
            }
        }
    }

    @Test func `a new password keeps the second factor`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            let fresh = "Kata-Sandi-Baru-7z"
            let server = try #require(LDAPServer(uri: rig.stack.slapd.gateURI))
            let siti = LDAPAuthentication.simple(
                try DistinguishedName(JudgeRig.dn("siti")),
                LDAPSecret(JudgeRig.password)
            )
            // RFC 3062, what ldappasswd sends.
            try await LDAPConnection.withConnection(LDAPConfiguration(server: server, authentication: siti)) { user in
                _ = try await user.modifyPassword(to: LDAPSecret(fresh))
            }
            #expect(try await rig.login("siti@mail.go.id", "web", fresh) == .wrong)
            #expect(try await rig.login("siti@mail.go.id", "web", JudgeRig.password + rig.code(secret)) == .wrong)
            #expect(try await rig.login("siti@mail.go.id", "web", fresh + rig.code(secret)) == .success)
        }
    }
}
