import DirectoryModel
import Foundation
import LDAPDirectory
import LocalStack
import TestEntries
import Testing
import TwoFactor

@Suite(.timeLimit(.minutes(10)))
struct TotpEnrolmentTests {
    private let user = "user1@bandungkab.go.id"

    @Test func `an authenticator is enrolled with a code from the app, and shows in the status`() async throws {
        try await TotpRig.run { rig in
            let png = rig.rig.stack.folder.url.appending(path: "qr.png")
            let begun = try await rig.totp("enrol", user, "--qr", "--png", png.path)
            #expect(begun.status == 0, "\(begun.complaint)")
            #expect(begun.output.contains("▀"))
            let key = try TotpRig.key(in: begun.output)
            let attributes = try FileManager.default.attributesOfItem(atPath: png.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let scanned = try await ShortCommand("/usr/bin/zbarimg", ["-q", "--raw", png.path]).run()
            #expect(scanned.contains("secret=\(key)&"))
            #expect(scanned.hasPrefix("otpauth://totp/multidomain.mail.go.id:\(user)?"))
            #expect(try await rig.totp("enrol", user, "--png", png.path).status == 2, "a file is never overwritten")

            let again = try await rig.totp("enrol", user)
            #expect(try TotpRig.key(in: again.output) == key, "who has scanned the code keeps a good one")
            #expect(!again.output.contains("▀"), "no QR code where nobody watches")

            let confirmed = try await rig.totp("confirm", user, input: try await TotpRig.code(key) + "\n")
            #expect(confirmed.status == 0, "\(confirmed.complaint)")
            #expect(confirmed.output.matches(of: /\n {2}[a-z2-9]{4}(-[a-z2-9]{4}){3}(?=\n)/).count == 10)
            let entry = try await rig.entry(user)
            #expect(entry.pending == nil)
            #expect(entry.since != nil)
            #expect(entry.codes.failures == 0)
            #expect(entry.recoveryCodes.count == 10)
            #expect(abs((entry.codes.lastStep ?? 0) - TOTPParameters.issued.step(at: .now)) <= 2)
            let status = try await rig.totp("status", user)
            #expect(status.output.contains("second factor   active"), "\(status.output)")
            #expect(try await rig.totp("confirm", user, input: "123456\n").status == 4, "nothing is pending")
        }
    }

    @Test func `without the database of codes nothing is activated, and it is told what to load`() async throws {
        try await TotpRig.run { rig in
            try await rig.rig.stack.slapd.modify("dn: cn=codes\nchangetype: delete\n")
            let key = try TotpRig.key(in: try await rig.totp("enrol", user).output)
            let confirmed = try await rig.totp("confirm", user, input: try await TotpRig.code(key) + "\n")
            #expect(confirmed.status == 3 && confirmed.complaint.contains("LDIF/codes"), "\(confirmed.complaint)")
            #expect(try await rig.entry(user).since == nil)
            let status = try await rig.totp("status")
            #expect(status.status == 3 && status.complaint.contains("LDIF/codes"), "\(status.complaint)")
        }
    }

    @Test func `what a former second factor has left of its codes is begun anew, but no step comes back`() async throws
    {
        try await TotpRig.run { rig in
            let slapd = rig.rig.stack.slapd
            _ = try await rig.enrol(user)
            let step = TOTPParameters.issued.step(at: .now) + 1000
            try await slapd.modify(
                "dn: \(try await slapd.codeRecord(of: OfficeEntries.dn(user)))\nchangetype: modify\n"
                    + "replace: pamongTotpFailures\npamongTotpFailures: 20\n-\n"
                    + "replace: pamongTotpFailedTime\npamongTotpFailedTime: 20260101000000Z\n-\n"
                    + "replace: pamongTotpLastStep\npamongTotpLastStep: \(step)\n"
            )
            #expect(try await rig.entry(user).codes.failures == 20)
            let account = try await rig.entry(user)
            try await rig.withStore { try await $0.reset(account) }
            #expect(try await rig.entry(user).codes == CodeRecord())
            _ = try await rig.enrol(user)
            #expect(try await rig.entry(user).codes == CodeRecord(lastStep: step))
        }
    }

    @Test func `a wrong code keeps the key, and a slow clock is told`() async throws {
        try await TotpRig.run { rig in
            let key = try TotpRig.key(in: try await rig.totp("enrol", user).output)
            let before = try await rig.entry(user).pending
            let late = try await rig.totp("confirm", user, input: try await TotpRig.code(key, offset: -300) + "\n")
            #expect(late.status == 4)
            #expect(late.complaint.contains("the phone's clock is 5m slow"), "\(late.complaint)")
            let wrong = try await rig.totp("confirm", user, input: try await TotpRig.code(key, offset: 86_400) + "\n")
            #expect(wrong.status == 4)
            #expect(wrong.complaint.contains("the code is wrong"), "\(wrong.complaint)")
            #expect(try await rig.totp("confirm", user, input: "").status == 4)
            #expect(try await rig.totp("confirm", user, input: "abc\n").status == 4)
            #expect(try await rig.entry(user).pending == before)
            #expect(try await rig.totp("confirm", user, input: try await TotpRig.code(key) + "\n").status == 0)
        }
    }

    @Test func `a device is replaced only on request, and the old one is valid until then`() async throws {
        try await TotpRig.run { rig in
            let old = try await rig.enrol(user)
            let sealed = try await rig.entry(user).secret
            let refused = try await rig.totp("enrol", user)
            #expect(refused.status == 4)
            #expect(refused.complaint.contains("has a second factor"))
            let begun = try await rig.totp("enrol", user, "--replace")
            #expect(begun.output.contains("stays valid"))
            #expect(try await rig.entry(user).secret == sealed)
            let key = try TotpRig.key(in: begun.output)
            #expect(key != old)
            #expect(try await rig.totp("confirm", user, input: try await TotpRig.code(old) + "\n").status == 4)
            #expect(try await rig.totp("confirm", user, input: try await TotpRig.code(key) + "\n").status == 0)
            #expect(try await rig.totp("status", user).output.contains("number 2 of this account"))
        }
    }

    @Test func `of two enrolments at the same moment one is told so, and none is half done`() async throws {
        try await TotpRig.run { rig in
            let outcomes = try await rig.withStore { store in
                let entry = try await store.account(try #require(MailAddress(user)))
                return await withTaskGroup(of: Result<[UInt8], any Error>.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            do {
                                return .success(
                                    try await store.beginEnrolment(of: entry).secret.key.withBytes { Array($0) }
                                )
                            } catch {
                                return .failure(error)
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
            }
            let kept = outcomes.compactMap { try? $0.get() }
            #expect(kept.count == 1)
            for case .failure(let error) in outcomes {
                #expect((error as? SecondFactorError)?.code == .conflict)
            }
            let pending = try #require(try await rig.entry(user).pending)
            let entry = try await rig.entry(user)
            let secret = try rig.ringFile.load().open(SealedValue(pending.utf8), for: entry.uuid, attribute: .pending)
            #expect(secret.key.withBytes { Array($0) } == kept.first)
        }
    }

    @Test func `an enrolment is over after fifteen minutes, and two confirmations at once make one`() async throws {
        try await TotpRig.run { rig in
            try await rig.withStore { store in
                let address = try #require(MailAddress(user))
                let past = Timestamp.now - .seconds(16 * 60)
                let old = try await store.beginEnrolment(of: try await store.account(address), now: past)
                let code = try old.secret.code(step: TOTPParameters.issued.step(at: .now))
                let error = await #expect(throws: SecondFactorError.self) {
                    _ = try await store.confirmEnrolment(of: try await store.account(address), code: code)
                }
                #expect(error?.code == .enrolmentExpired)
                let new = try await store.beginEnrolment(of: try await store.account(address))
                #expect(new.secret.key != old.secret.key)
                let entry = try await store.account(address)
                let right = try new.secret.code(step: TOTPParameters.issued.step(at: .now))
                let wins = await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<4 {
                        group.addTask { (try? await store.confirmEnrolment(of: entry, code: right)) != nil }
                    }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(wins == 1)
            }
        }
    }

    @Test func `a blocked account and an unknown address are refused`() async throws {
        try await TotpRig.run { rig in
            try await OfficeEntries.block([user], by: OfficeEntries.tono, rig.rig.stack)
            #expect(try await rig.totp("enrol", user).status == 4)
            let unknown = try await rig.totp("enrol", "nobody@bandungkab.go.id")
            #expect(unknown.status == 2)
            #expect(unknown.complaint.contains("no account has the address"))
            #expect(try await rig.totp("enrol", "nonsense").status == 2)
        }
    }
}
