import DirectoryModel
import Foundation
import LDAPClient
import LDAPDirectory
import LocalStack
import Testing
import TwoFactor

@Suite(.timeLimit(.minutes(10)))
struct TotpOfficerTests {
    private let user = "user1@bandungkab.go.id"

    private func ask(_ rig: TotpRig, as officer: String, about account: String? = nil) async throws -> PamongRun {
        try await rig.totp("reset", account ?? user, "--reason", "phone lost, called back", as: officer)
    }

    private func decide(_ rig: TotpRig, _ verdict: String, as officer: String) async throws -> PamongRun {
        try await rig.totp("approvals", verdict, user, as: officer)
    }

    @Test func `one officer asks and another one decides, then everything is gone`() async throws {
        try await TotpRig.run { rig in
            _ = try await rig.enrol(user)
            #expect(
                try await rig.totp("app-password", "add", user, "--label", "x", "--protocols", "imap").status == 0
            )
            #expect(try await rig.totp("approvals").status == 0)
            let stranger = try await ask(rig, as: OfficeEntries.orang)
            #expect(stranger.status == 4)
            #expect(stranger.complaint.contains("does not let"))
            #expect(try await ask(rig, as: user).status == 4, "an account asks for itself")

            let asked = try await ask(rig, as: OfficeEntries.wati)
            #expect(asked.status == 0, "\(asked.complaint)")
            let again = try await ask(rig, as: OfficeEntries.tono)
            #expect(again.status == 4)
            #expect(again.complaint.contains("is open already"))
            let list = try await rig.totp("approvals")
            #expect(list.status == 1)
            #expect(list.output.contains(user))
            #expect(list.output.contains("phone lost, called back"))
            #expect(list.output.contains("open"))

            let same = try await decide(rig, "approve", as: OfficeEntries.wati)
            #expect(same.status == 4)
            #expect(same.complaint.contains("a second officer"))
            #expect(try await decide(rig, "approve", as: OfficeEntries.orang).status == 4)
            #expect(try await rig.entry(user).since != nil, "nothing has happened yet")

            let done = try await decide(rig, "approve", as: OfficeEntries.tono)
            #expect(done.status == 0, "\(done.complaint)")
            #expect(done.output.contains("Tell the person"))
            let entry = try await rig.entry(user)
            #expect(!entry.holdsAnything)
            #expect(entry.sessionsRevoked != nil)
            #expect(entry.codes == CodeRecord(), "what is left of a record says nothing")
            #expect(entry.resetRequest == nil)
            #expect(try await decide(rig, "approve", as: OfficeEntries.pusat).status == 4)
            #expect(try await ask(rig, as: OfficeEntries.wati).status == 4, "there is nothing to take away")
        }
    }

    @Test func `a request that is turned down leaves the second factor alone`() async throws {
        try await TotpRig.run { rig in
            _ = try await rig.enrol(user)
            #expect(try await ask(rig, as: OfficeEntries.wati).status == 0)
            #expect(try await decide(rig, "reject", as: OfficeEntries.pusat).status == 0)
            #expect(try await rig.entry(user).resetRequest == nil)
            #expect(try await rig.entry(user).since != nil)
            #expect(try await decide(rig, "reject", as: OfficeEntries.pusat).status == 4)
        }
    }

    @Test func `of two officers who decide at the same moment one is told so`() async throws {
        try await TotpRig.run { rig in
            _ = try await rig.enrol(user)
            #expect(try await ask(rig, as: OfficeEntries.wati).status == 0)
            async let first = decide(rig, "approve", as: OfficeEntries.tono)
            async let second = decide(rig, "reject", as: OfficeEntries.pusat)
            let (approved, rejected) = try await (first, second)
            #expect(Set([approved.status, rejected.status]) == [0, 4], "\(approved.complaint) \(rejected.complaint)")
            #expect(try await rig.entry(user).holdsAnything == (rejected.status == 0))
        }
    }

    @Test func `a request that no officer made through Pamong is never approved`() async throws {
        try await TotpRig.run { rig in
            _ = try await rig.enrol(user)
            _ = try await rig.enrol("user2@bandungkab.go.id")
            #expect(try await ask(rig, as: OfficeEntries.wati, about: "user2@bandungkab.go.id").status == 0)
            let genuine = try #require(try await rig.entry("user2@bandungkab.go.id").resetRequest)
            for forgery in ["please", genuine, genuine.replacing("$reset1$", with: "$reset2$")] {
                try await rig.rig.stack.slapd.modify(
                    """
                    dn: \(OfficeEntries.dn(user))
                    changetype: modify
                    replace: pamongTwoFactorReset
                    pamongTwoFactorReset: \(forgery)
                    """,
                    as: .account(dn: OfficeEntries.dn(OfficeEntries.wati), password: OfficeEntries.password)
                )
                let list = try await rig.totp("approvals")
                #expect(list.output.contains("(not made through Pamong)"), "\(list.output)")
                let approved = try await decide(rig, "approve", as: OfficeEntries.tono)
                #expect(approved.status == 4)
                #expect(approved.complaint.contains("not made through Pamong"), "\(approved.complaint)")
            }
            #expect(try await decide(rig, "reject", as: OfficeEntries.tono).status == 0)
            #expect(try await rig.entry(user).since != nil)
        }
    }

    @Test func `a request that is too old is not approved, and can be made anew`() async throws {
        try await TotpRig.run(more: "  resetLifetime: 1h\n") { rig in
            _ = try await rig.enrol(user)
            try await rig.withStore { store in
                let officer = try DistinguishedName(OfficeEntries.dn(OfficeEntries.wati))
                let configuration = LDAPConfiguration(
                    server: try #require(LDAPServer(uri: rig.rig.stack.slapd.gateURI)),
                    authentication: .simple(officer, LDAPSecret(OfficeEntries.password))
                )
                let entry = try await store.account(try #require(MailAddress(user)))
                try await LDAPConnection.withConnection(configuration) { connection in
                    try await store.askForReset(
                        of: entry,
                        as: officer,
                        over: connection,
                        reason: "old",
                        lifetime: .seconds(3600),
                        now: .now - .seconds(3700)
                    )
                }
            }
            #expect(try await rig.totp("approvals").output.contains("expired"))
            let late = try await decide(rig, "approve", as: OfficeEntries.tono)
            #expect(late.status == 4)
            #expect(late.complaint.contains("too long ago"))
            #expect(try await ask(rig, as: OfficeEntries.tono).status == 0)
            #expect(try await decide(rig, "approve", as: OfficeEntries.wati).status == 0)
        }
    }

    @Test func `only Admin Pusat exempts, for a time, and never themselves`() async throws {
        try await TotpRig.run { rig in
            let words = ["--owner", "kepala dinas", "--reason", "machine without a person", "--until", "2099-01-01"]
            func exempt(_ account: String, as officer: String) async throws -> PamongRun {
                try await rig.totp(
                    "exempt",
                    account,
                    words[0],
                    words[1],
                    words[2],
                    words[3],
                    words[4],
                    words[5],
                    as: officer
                )
            }
            #expect(try await exempt(user, as: OfficeEntries.wati).status == 4)
            #expect(try await exempt(OfficeEntries.pusat, as: OfficeEntries.pusat).status == 4)
            let done = try await exempt(user, as: OfficeEntries.pusat)
            #expect(done.status == 0, "\(done.complaint)")
            let status = try await rig.totp("status")
            #expect(status.output.contains("kepala dinas"))
            #expect(try await rig.totp("status", user).output.contains("second factor   exempt"))
            let past = try await rig.totp(
                "exempt",
                user,
                "--owner",
                "x",
                "--reason",
                "y",
                "--until",
                "2020-01-01",
                as: OfficeEntries.pusat
            )
            #expect(past.status == 2)
            #expect(try await rig.totp("exempt", user, as: OfficeEntries.pusat).status == 2, "nothing is said")
            #expect(try await rig.totp("exempt", user, "--end", as: OfficeEntries.pusat).status == 0)
            #expect(try await rig.entry(user).exemption == nil)
            #expect(try await rig.totp("exempt", user, "--end", as: OfficeEntries.pusat).status == 4)
        }
    }

    @Test func `a wrong password is refused before anything is written`() async throws {
        try await TotpRig.run { rig in
            _ = try await rig.enrol(user)
            let refused = try await rig.totp(
                "reset",
                user,
                "--reason",
                "x",
                as: OfficeEntries.wati,
                password: "salah-salah"
            )
            #expect(refused.status == 4)
            #expect(refused.complaint.contains("did not accept"))
            #expect(try await rig.entry(user).resetRequest == nil)
        }
    }
}
