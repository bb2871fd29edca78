import DirectoryModel
import Foundation
import LDAPClient
import LDAPDirectory
import LocalStack
import TestEntries
import Testing
import TwoFactor

@Suite(.timeLimit(.minutes(10)))
struct TotpAppPasswordTests {
    private let user = "user1@bandungkab.go.id"

    private func add(_ rig: TotpRig, _ label: String, protocols: String = "imap,smtp") async throws -> PamongRun {
        try await rig.totp("app-password", "add", user, "--label", label, "--protocols", protocols)
    }

    @Test func `an app password is shown once, opens its protocols and is revoked with all sessions`() async throws {
        try await TotpRig.run { rig in
            let without = try await add(rig, "Thunderbird")
            #expect(without.status == 4)
            #expect(without.complaint.contains("has no second factor"))
            _ = try await rig.enrol(user)
            let made = try await add(rig, "Thunderbird, kantor")
            #expect(made.status == 0, "\(made.complaint)")
            let shown = try #require(made.output.firstMatch(of: /[a-z2-9]{4}(-[a-z2-9]{4}){5}/)).0
            let password = try #require(AppPassword(typed: SecretBytes(String(shown))))
            let entry = try await rig.entry(user)
            let stored = entry.storedAppPasswords
            let ring = try rig.ringFile.load()
            let verdict = try ring.judge(password, of: entry.uuid, among: stored, for: .imap, at: .now)
            #expect(verdict == .accepted(try #require(stored.first)))
            #expect(!entry.appPasswords.joined().contains(shown))

            let list = try await rig.totp("app-password", "list", user)
            #expect(list.output.contains("Thunderbird, kantor"))
            #expect(list.output.contains("imap, smtp"))
            let json = try await rig.totp("app-password", "list", user, "--json")
            let items = try #require(
                try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
            )
            let id = try #require(items.first?["id"] as? String)
            #expect(try await rig.totp("app-password", "revoke", user, "nosuchid").status == 2)
            #expect(try await rig.totp("app-password", "revoke", user, id).status == 0)
            #expect(try await rig.entry(user).appPasswords.isEmpty)
            #expect(try await rig.entry(user).sessionsRevoked != nil)
            #expect(try await rig.totp("app-password", "revoke", user, id).status == 2)
        }
    }

    @Test func `ten are the limit, also for those who come at the same moment`() async throws {
        try await TotpRig.run { rig in
            _ = try await rig.enrol(user)
            for number in 1...9 { #expect(try await add(rig, "number \(number)").status == 0) }
            let made = try await rig.withStore { store in
                let entry = try await store.account(try #require(MailAddress(user)))
                return await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<6 {
                        group.addTask {
                            (try? await store.addAppPassword(to: entry, label: "late", protocols: [.imap])) != nil
                        }
                    }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
            }
            #expect(made == 1)
            #expect(try await rig.entry(user).appPasswords.count == 10)
            let refused = try await add(rig, "one more")
            #expect(refused.status == 4)
            #expect(refused.complaint.contains("the limit"))
        }
    }

    @Test func `a use that is noted meanwhile does not save a revoked password`() async throws {
        try await TotpRig.run { rig in
            _ = try await rig.enrol(user)
            #expect(try await add(rig, "x").status == 0)
            try await rig.withStore { store in
                let before = try await store.account(try #require(MailAddress(user)))
                let stored = try #require(before.storedAppPasswords.first)
                let used = try #require(stored.used(at: .now))
                try await rig.rig.stack.slapd.modify(
                    """
                    dn: \(OfficeEntries.dn(user))
                    changetype: modify
                    delete: pamongAppPassword
                    pamongAppPassword: \(stored.text)
                    -
                    add: pamongAppPassword
                    pamongAppPassword: \(used.text)
                    """
                )
                #expect(try await store.revokeAppPassword(stored.id, of: before) == used)
                #expect(try await rig.entry(user).appPasswords.isEmpty)
            }
        }
    }

    @Test(arguments: [
        ["--label", "x", "--protocols", "web"], ["--label", "x", "--protocols", ""],
        ["--label", "x", "--protocols", "imap", "--expires", "soon"], ["--label", "", "--protocols", "imap"],
    ])
    func `what is not allowed is refused as wrong usage`(options: [String]) async throws {
        try await TotpRig.run { rig in
            _ = try await rig.enrol(user)
            let arguments = ["totp", "app-password", "add", user] + options
            let run = try await PamongRun(arguments + ["--config", rig.rig.configuration.path])
            #expect(run.status == 2, "\(run.complaint)")
            #expect(try await rig.entry(user).appPasswords.isEmpty)
        }
    }

    @Test func `tickets, new recovery codes and forgotten failures`() async throws {
        try await TotpRig.run { rig in
            let made = try await rig.totp("ticket", user)
            #expect(made.status == 0, "\(made.complaint)")
            let shown = try #require(made.output.firstMatch(of: /\n {2}([a-z2-9]{4}(-[a-z2-9]{4}){2})\n/)).1
            let entry = try await rig.entry(user)
            let stored = try StoredActivationTicket(try #require(entry.ticket).utf8)
            let ticket = try #require(ActivationTicket(typed: SecretBytes(String(shown))))
            #expect(try rig.ringFile.load().accepts(ticket, for: entry.uuid, stored: stored, at: .now))
            #expect(try await rig.totp("recovery-codes", user).status == 4)
            #expect(try await rig.totp("unlock", user).status == 4)

            _ = try await rig.enrol(user)
            #expect(try await rig.entry(user).ticket == nil, "an activation uses it up")
            #expect(try await rig.totp("ticket", user).status == 4)
            let before = try await rig.entry(user).recoveryCodes
            #expect(try await rig.totp("recovery-codes", user).status == 0)
            let after = try await rig.entry(user).recoveryCodes
            #expect(after.count == 10)
            #expect(Set(before).isDisjoint(with: after))

            try await rig.rig.stack.slapd.setWrongCodes(20, of: OfficeEntries.dn(user))
            #expect(try await rig.totp("status", user).output.contains("second factor   locked"))
            #expect(try await rig.totp("unlock", user).status == 0)
            #expect(try await rig.totp("status", user).output.contains("second factor   active"))
        }
    }
}
