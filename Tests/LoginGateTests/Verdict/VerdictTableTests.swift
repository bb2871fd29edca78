import DirectoryModel
import Foundation
import LDAPClient
import LocalStack
import TestEntries
import Testing
import TwoFactor

@testable import LoginGate

@Suite(.serialized) struct `The verdict table on a real directory` {
    private let mail = ["imap", "pop3", "smtp", "submission", "sieve"]
    private let overdue =
        "2FA sudah diwajibkan sejak 26 Januari 2026. Aktifkan di https://portal.example/2fa / "
        + "Two-factor authentication is required since 26 January 2026: activate it at https://portal.example/2fa"

    @Test func `before the deadline a password is enough everywhere, and the record says it will not stay so`()
        async throws
    {
        try await JudgeRig.with(JudgeRig.entries(["siti"]), clock: TestClock(JudgeRig.beforeDeadline)) {
            rig async throws in
            for purpose in mail + ["web"] {
                #expect(try await rig.login("siti@mail.go.id", purpose, JudgeRig.password) == .success)
                #expect(try await rig.login("SITI@mail.go.id", purpose, "salah") == .wrong)
            }
            #expect(try await rig.login(name: JudgeRig.dn("siti"), JudgeRig.password) == .success)
            let records = rig.notes.take()
            #expect(records.count == 13)
            #expect(records.filter { $0.outcome == .admitted }.allSatisfy { $0.wouldRefuse == .noSecondFactor })
            #expect(records.filter { $0.outcome == .refused }.allSatisfy { $0.reason == .password })
            #expect(records.allSatisfy { $0.account == "siti@mail.go.id" && $0.service == "mail.go.id" })
            #expect(records.last?.protocol == .directory)
        }
    }

    @Test func `after it whoever has the password reads where to activate, and nobody else does`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            for purpose in mail + ["web"] {
                let answer = try await rig.login("siti@mail.go.id", purpose, JudgeRig.password)
                #expect(answer == JudgeRig.Answer(code: 49, message: overdue))
                #expect(try await rig.login("siti@mail.go.id", purpose, "salah") == .wrong)
            }
            #expect(try await rig.login(name: JudgeRig.dn("siti"), JudgeRig.password).message == overdue)
            #expect(rig.notes.count(of: .noSecondFactor) == 7)
        }
    }

    @Test func `observing, the gate lets them in and records who would have been refused`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"]), change: { $0.enforcement = .observe }) { rig async throws in
            #expect(try await rig.login("siti@mail.go.id", "imap", JudgeRig.password) == .success)
            let record = try #require(rig.notes.last)
            #expect(record.reason == .observed && record.wouldRefuse == .noSecondFactor && record.protocol == .imap)
        }
    }

    @Test func `with a second factor web and directory take password and code, mail programs neither`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            let secret = try await rig.enrol("siti")
            #expect(try await rig.login("siti@mail.go.id", "web", JudgeRig.password + rig.code(secret)) == .success)
            #expect(rig.notes.last?.reason == .code)
            rig.clock.advance(by: .seconds(30))
            #expect(try await rig.login(name: JudgeRig.dn("siti"), JudgeRig.password + rig.code(secret)) == .success)
            #expect(try await rig.login("siti@mail.go.id", "web", JudgeRig.password) == .wrong)
            #expect(rig.notes.last?.reason == .codeMissing)
            rig.clock.advance(by: .seconds(30))
            for purpose in mail {
                // Right, wrong or with a code: nothing tells a guesser which.
                for password in [JudgeRig.password, "wrong-password", JudgeRig.password + (try rig.code(secret))] {
                    let told = try await rig.login("siti@mail.go.id", purpose, password)
                    #expect(told.code == 49 && told.message.contains("https://portal.example/app"))
                    #expect(rig.notes.last?.reason == .mainPassword)
                }
            }
        }
    }

    @Test func `uploaded, blocked and closed accounts are refused like a wrong password`() async throws {
        let states = ["uploaded", "blocked", "closed"]
        let entries = states.map { JudgeRig.entries([$0], status: $0) }.joined()
        try await JudgeRig.with(entries, clock: TestClock(JudgeRig.beforeDeadline)) { rig async throws in
            for name in states {
                for purpose in mail + ["web"] {
                    #expect(try await rig.login("\(name)@mail.go.id", purpose, JudgeRig.password) == .wrong)
                }
                #expect(try await rig.login(name: JudgeRig.dn(name), JudgeRig.password) == .wrong)
            }
        }
    }

    @Test func `names nobody has, hostile names and programs`() async throws {
        try await JudgeRig.with(JudgeRig.entries(["siti"])) { rig async throws in
            #expect(try await rig.login("bukan@mail.go.id", "imap", "apa saja") == .wrong)
            #expect(rig.notes.last?.reason == .unknownName)
            #expect(rig.notes.last?.account == "bukan@mail.go.id" && rig.notes.last?.entryUUID == nil)
            var refused = JudgeRig.Answer.wrong
            refused.isOwn = true
            #expect(try await rig.login(name: "Rahasia-Sekali", "x") == refused)
            #expect(rig.notes.last?.reason == .malformedName && rig.notes.last?.account == nil)
            #expect(try await rig.login(name: "mail=*,cn=imap,cn=login", "x") == refused)
            let file = try String(contentsOf: rig.stack.slapd.passwordFile(of: .dovecot), encoding: .utf8)
            #expect(try await rig.login(name: rig.stack.slapd.dn(of: .dovecot), file) == .success)
            #expect(rig.notes.last?.reason == .serviceIdentity)
            #expect(try await rig.login(name: rig.stack.slapd.dn(of: .dovecot), "salah") == .wrong)
            #expect(try await rig.login(name: "cn=admin,\(SampleEntries.suffix)", "x") == refused)
        }
    }

    @Test func `where it is demanded, a password in the clear is refused whatever it is`() async throws {
        let certificate = "CN=pamong-worker,O=Kominfo"
        let change: (inout DirectoryJudge.Configuration) -> Void = {
            $0.requiresProtection = true
            $0.certificateIdentities[certificate] = $0.suffix.child("ou", "system").child("cn", "worker")
        }
        let clock = TestClock(JudgeRig.beforeDeadline)
        try await JudgeRig.with(JudgeRig.entries(["siti"]), clock: clock, change: change) { rig async throws in
            let name = JudgeRig.dn("siti")
            #expect(try await rig.login(name: name, JudgeRig.password, isProtected: false).code == 13)
            #expect(rig.notes.last?.reason == .unprotected)
            #expect(try await rig.login(name: name, JudgeRig.password) == .success)
            #expect(
                rig.judge.serviceIdentity(certificateSubject: certificate)
                    == "cn=worker,ou=system,\(SampleEntries.suffix)"
            )
            #expect(rig.judge.serviceIdentity(certificateSubject: "CN=lain") == nil)
        }
    }

    @Test func `newcomers have their grace and the exempt their exemption, until it ends`() async throws {
        let registered = (JudgeRig.start - .seconds(86_400)).generalizedTime
        let exemption = "\((JudgeRig.start + .seconds(86_400)).generalizedTime)$humas@mail.go.id$Alat pindai"
        let entries =
            JudgeRig.entries(["siti"], attributes: "pamongTwoFactorExemption: \(exemption)")
            + JudgeRig.entries(["budi"]).replacing("20240101000000Z", with: registered)
        try await JudgeRig.with(entries) { rig async throws in
            try await rig.stack.slapd.modify(
                "dn: cn=\(JudgeRig.service),ou=services,\(SampleEntries.suffix)\nchangetype: modify\n"
                    + "replace: pamongNewcomerGrace\npamongNewcomerGrace: 3\n"
            )
            try await waitUntil("the grace is known") {
                try await rig.login("budi@mail.go.id", "imap", JudgeRig.password) == .success
            }
            #expect(rig.notes.last?.reason == .newcomer && rig.notes.last?.wouldRefuse == .noSecondFactor)
            #expect(try await rig.login("siti@mail.go.id", "smtp", JudgeRig.password) == .success)
            #expect(rig.notes.last?.reason == .exempt && rig.notes.last?.wouldRefuse == nil)
            rig.clock.advance(by: .seconds(2 * 86_400))
            for name in ["siti", "budi"] {
                #expect(try await rig.login("\(name)@mail.go.id", "imap", JudgeRig.password).code == 49)
                #expect(rig.notes.last?.reason == .noSecondFactor)
            }
        }
    }

    @Test func `aliases log in only where that is wanted, and two entries with one name never`() async throws {
        let entries =
            SampleEntries.account(
                "siti@mail.go.id",
                tenant: JudgeRig.tenant,
                service: JudgeRig.service,
                aliases: ["humas@mail.go.id"],
                attributes: "userPassword: \(JudgeRig.password)"
            )
            + SampleEntries.account(
                "budi@mail.go.id",
                tenant: JudgeRig.tenant,
                service: JudgeRig.service,
                aliases: ["tono@mail.go.id"],
                attributes: "userPassword: \(JudgeRig.password)"
            )
            + JudgeRig.entries(["tono"])
        let clock = TestClock(JudgeRig.beforeDeadline)
        try await JudgeRig.with(entries, clock: clock, change: { $0.acceptsAliases = true }) { rig async throws in
            #expect(try await rig.login("humas@mail.go.id", "imap", JudgeRig.password) == .success)
            #expect(rig.notes.last?.account == "siti@mail.go.id")
            #expect(try await rig.login("tono@mail.go.id", "imap", JudgeRig.password).code == 49)
            #expect(rig.notes.last?.reason == .ambiguousName && rig.notes.alarms == [.ambiguousName])
        }
        try await JudgeRig.with(entries, clock: clock) { rig async throws in
            #expect(try await rig.login("humas@mail.go.id", "imap", JudgeRig.password) == .wrong)
            #expect(try await rig.login("tono@mail.go.id", "imap", JudgeRig.password) == .success)
        }
    }
}
