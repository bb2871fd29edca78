import DirectoryModel
import Foundation
import Glibc
import LDAPDirectory
import LocalStack
import Synchronization
import Testing
import TwoFactor

@Suite(.timeLimit(.minutes(10)))
struct TotpRotationTests {
    /// Runs `body` with `count` sealed accounts, whose ring has `2026b` as a promoted second key.
    private func withPeople(_ count: Int, _ body: (TotpRig, SealedPeople) async throws -> Void) async throws {
        let people = try SealedPeople(count: count, ring: try SealedPeople.ring())
        try await TotpRig.run(entries: people.ldif, withRing: false) { rig in
            try rig.ringFile.save(people.ring)
            try #require(try await rig.totp("keys", "promote", "2026a").status == 0)
            try #require(try await rig.totp("keys", "add", "2026b").status == 0)
            try #require(try await rig.totp("keys", "promote", "2026b", "--distributed").status == 0)
            try await body(rig, people)
        }
    }

    /// Opens everything and answers the keys that are still in use.
    private func kids(_ rig: TotpRig, _ people: SealedPeople) async throws -> [String: Int] {
        let ring = try rig.ringFile.load()
        return try await rig.withStore { store in
            var kids: [String: Int] = [:]
            var opened = 0
            try await store.forEachAccount { entry in
                for (text, attribute) in [(entry.secret, SealedAttribute.secret), (entry.pending, .pending)] {
                    guard let text else { continue }
                    let value = try SealedValue(text.utf8)
                    _ = try ring.open(value, for: entry.uuid, attribute: attribute)
                    kids[value.kid.description, default: 0] += 1
                    opened += 1
                }
            }
            #expect(opened == people.addresses.count + people.addresses.count / 3, "every value is still there")
            return kids
        }
    }

    @Test func `killed in the middle, it is finished by a second run`() async throws {
        try await withPeople(600) { rig, people in
            for _ in 0..<3 {
                let process = ServerProcess(
                    name: "rotation",
                    program: PamongRun.executable,
                    arguments: ["totp", "rotate", "--rate", "60", "--config", rig.rig.configuration.path],
                    log: rig.rig.stack.folder.url.appending(path: "rotation-\(UUID()).log"),
                    isReady: { true }
                )
                let before = try await kids(rig, people)["2026b"] ?? 0
                try await process.start()
                try await waitUntil("some are resealed", every: .milliseconds(20)) {
                    try await kids(rig, people)["2026b"] ?? 0 > before + 20
                }
                await process.kill()
            }
            let middle = try await kids(rig, people)
            #expect(middle["2026a"] ?? 0 > 0, "it was killed in the middle")
            let check = try await rig.totp("keys", "retire", "2026a")
            #expect(check.status == 4)
            let second = try await rig.totp("rotate")
            #expect(second.status == 0, "\(second.complaint)")
            #expect(second.output.contains("Nothing is left"))
            #expect(try await kids(rig, people) == ["2026b": 800])
            #expect(try await rig.totp("rotate").output.contains("0 accounts resealed"))
            #expect(try await rig.totp("keys", "retire", "2026a").status == 0)
        }
    }

    @Test func `two at the same moment and writes in between lose nothing`() async throws {
        try await withPeople(300) { rig, people in
            async let first = rig.totp("rotate")
            async let second = rig.totp("rotate")
            async let reset = rig.withStore { store in
                try await store.reset(try await store.account(try #require(MailAddress(people.addresses[299]))))
            }
            let runs = try await [first, second]
            _ = try? await reset
            #expect(runs.allSatisfy { $0.status < 2 }, "\(runs.map(\.complaint))")
            _ = try await rig.totp("rotate")
            let census = try await rig.withStore { try await $0.census() }
            #expect(census.resealable(except: KeyIdentifier("2026b")) == 0)
            #expect(census.unreadable == 0)
        }
    }

    @Test func `a value that does not open is named and left as it is`() async throws {
        try await withPeople(12) { rig, people in
            let stolen = try #require(try await rig.entry(people.addresses[0]).secret)
            try await rig.rig.stack.slapd.modify(
                """
                dn: \(OfficeEntries.dn(people.addresses[1]))
                changetype: modify
                replace: pamongTotpSecret
                pamongTotpSecret: \(stolen)
                """
            )
            let run = try await rig.totp("rotate")
            #expect(run.status == 1)
            #expect(run.output.contains("1 do not open"))
            #expect(run.output.contains(people.addresses[1]))
            #expect(run.output.contains("Left under 2026a: 1 secrets"), "\(run.output)")
            #expect(try await rig.entry(people.addresses[1]).secret == stolen)
            let status = try await rig.totp("status", people.addresses[1])
            #expect(status.status == 1)
            #expect(status.output.contains("tampered"))
        }
    }

    @Test func `it goes no faster than it may`() async throws {
        try await withPeople(60) { rig, people in
            let start = ContinuousClock.now
            let run = try await rig.totp("rotate", "--rate", "60")
            #expect(run.status == 0, "\(run.complaint)")
            #expect(ContinuousClock.now - start > .milliseconds(900))
            #expect(try await rig.totp("rotate", "--rate", "0").status == 2)
            #expect(try await kids(rig, people) == ["2026b": 80])
        }
    }
}
