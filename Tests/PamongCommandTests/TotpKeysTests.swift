import DirectoryModel
import Foundation
import LDAPDirectory
import LocalStack
import Testing
import TwoFactor

@Suite(.timeLimit(.minutes(10)))
struct TotpKeysTests {
    private let user = "user1@bandungkab.go.id"

    @Test func `a key's life: added, promoted, rotated to, and the old one retired`() async throws {
        try await TotpRig.run { rig in
            _ = try await rig.enrol(user)
            #expect(try await rig.totp("keys", "check").status == 0)
            #expect(try await rig.totp("keys", "add", "2026b").status == 0)
            #expect(try await rig.totp("keys", "add", "2026b").status == 2, "a name is given once")
            #expect(try await rig.totp("keys", "check").status == 0, "it only waits")
            let early = try await rig.totp("keys", "promote", "2026b")
            #expect(early.status == 2)
            #expect(early.complaint.contains("--distributed"))
            #expect(try rig.ringFile.load().primary?.kid.description == "2026a")
            #expect(try await rig.totp("keys", "promote", "2026b", "--distributed").status == 0)
            #expect(try await rig.totp("keys", "check").status == 0)

            let used = try await rig.totp("keys", "retire", "2026a")
            #expect(used.status == 4)
            #expect(used.complaint.contains("1 secrets, 10 recovery codes"), "\(used.complaint)")
            let rotated = try await rig.totp("rotate")
            #expect(rotated.status == 0, "\(rotated.complaint)")
            #expect(rotated.output.contains("1 accounts resealed under 2026b"))
            #expect(try await rig.totp("keys", "retire", "2026a").status == 4, "recovery codes are left")
            #expect(try await rig.totp("recovery-codes", user).status == 0)
            #expect(try await rig.totp("keys", "retire", "2026b").status == 4, "it is the primary one")
            let retired = try await rig.totp("keys", "retire", "2026a")
            #expect(retired.status == 0, "\(retired.complaint)")
            let check = try await rig.totp("keys", "check")
            #expect(check.status == 0, "\(check.output)")
            #expect(!check.output.contains("2026a"))
            #expect(try await rig.totp("keys", "add", "2026a").status == 2, "nor is a retired name given again")
            let ring = try rig.ringFile.load()
            let entry = try await rig.entry(user)
            _ = try ring.open(SealedValue(try #require(entry.secret).utf8), for: entry.uuid, attribute: .secret)
        }
    }

    @Test func `a promotion that was interrupted is completed by another run`() async throws {
        try await TotpRig.run { rig in
            #expect(try await rig.totp("keys", "add", "2026b").status == 0)
            // As after a crash between the two writes: the canary is there, the ring still says decrypt.
            try await rig.withStore { store in
                let kid = try #require(KeyIdentifier("2026b"))
                try await store.addCanaries(of: [kid], beside: try await store.canaries())
            }
            #expect(try await rig.totp("enrol", user).status == 0, "work goes on under the old key")
            #expect(try await rig.totp("keys", "promote", "2026b", "--distributed").status == 0)
            #expect(try await rig.totp("keys", "promote", "2026b", "--distributed").status == 0)
            let canaries = try await rig.withStore { try await $0.canaries() }
            #expect(canaries.values.count == 2)
            #expect(try await rig.totp("rotate").status == 0, "the pending secret is resealed too")
        }
    }

    @Test func `a retirement that was interrupted is completed by another run`() async throws {
        try await TotpRig.run { rig in
            #expect(try await rig.totp("keys", "add", "2026b").status == 0)
            #expect(try await rig.totp("keys", "promote", "2026b", "--distributed").status == 0)
            try await rig.withStore { store in
                let kid = try #require(KeyIdentifier("2026a"))
                try await store.removeCanaries(of: kid, among: try await store.canaries())
            }
            #expect(try await rig.totp("enrol", user).status == 0)
            #expect(try await rig.totp("keys", "retire", "2026a").status == 0)
            #expect(try await rig.totp("keys", "check").status == 0)
        }
    }

    @Test func `a ring that cannot be used is refused with its reason`() async throws {
        try await TotpRig.run { rig in
            let path = rig.ringFile.path
            let good = try Data(contentsOf: URL(filePath: path))
            func refusal() async throws -> String {
                let run = try await rig.totp("enrol", user)
                #expect(run.status == 2, "\(run.complaint)")
                return run.complaint
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            #expect(try await refusal().contains("chmod 600"))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            try good.dropLast(9).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            #expect(try await refusal().contains("cannot be used"))
            #expect(try await rig.totp("keys", "add", "2027a").status == 2, "a broken ring is never begun anew")
            try FileManager.default.removeItem(atPath: path)
            #expect(try await refusal().contains("cannot be opened"))
            #expect(try await rig.entry(user, ring: KeyRing()).pending == nil)
        }
    }

    @Test func `another platform's ring seals nothing and promotes nothing`() async throws {
        try await TotpRig.run { rig in
            try rig.ringFile.save(try SealedPeople.ring("2026a"))
            for arguments in [["enrol", user], ["ticket", user], ["rotate"]] {
                let run = try await PamongRun(["totp"] + arguments + ["--config", rig.rig.configuration.path])
                #expect(run.status == 2)
                #expect(run.complaint.contains("another platform's ring"), "\(run.complaint)")
            }
            #expect(try await rig.totp("keys", "promote", "2026a").status == 4)
            let check = try await rig.totp("keys", "check", "--json")
            #expect(check.status == 1)
            #expect(check.output.contains(#""canary" : "wrong""#))
            try rig.ringFile.save(try SealedPeople.ring("2020x"))
            #expect(try await rig.totp("enrol", user).complaint.contains("lacks 2026a"))
            #expect(try await rig.totp("keys", "promote", "2020x").status == 4)
            #expect(try await rig.entry(user).pending == nil)
        }
    }

    @Test func `without a canary nothing is sealed`() async throws {
        try await TotpRig.run(withRing: false) { rig in
            #expect(try await rig.totp("keys", "add").status == 0)
            let kid = try #require(try rig.ringFile.load().keys.first?.kid)
            #expect(try await rig.totp("enrol", user).status == 2)
            #expect(try await rig.totp("keys", "check").status == 1)
            #expect(try await rig.totp("keys", "promote", "nosuch").status == 2)
            #expect(try await rig.totp("keys", "promote", kid.description).status == 0)
            #expect(try await rig.totp("enrol", user).status == 0)
        }
    }
}
