import DirectoryModel
import Foundation
import LDAPClient
import LDAPDirectory
import LocalStack
import TestEntries
import Testing
import TwoFactor

@testable import Doctor

/// The key ring, and whether it belongs to the directory: a real slapd, rings that fit and rings that do not.
struct SecondFactorTests {
    @Test func `a ring is sound when the directory has its canary, and only then`() async throws {
        try await withLocalStack(LocalStackOptions(servers: .directory)) { stack in
            let bench = try Bench(stack)
            #expect(try await bench.outcome(.keyRing) == .failed, "there is no ring yet")
            try bench.save(KeyRing())
            #expect(try await bench.outcome(.keyRing) == .failed, "an empty ring seals nothing")

            let ring = try Bench.ring("one")
            try bench.save(ring)
            #expect(try await bench.outcome(.keyRing) == .ok)
            #expect(try await bench.outcome(.canaries) == .failed, "no gate would let anybody in")
            try await bench.addCanary(of: ring)
            #expect(try await bench.outcome(.canaries) == .ok)
            #expect(try await bench.outcome(.codes) == .ok)
            try await stack.slapd.modify("dn: cn=codes\nchangetype: delete\n")
            #expect(try await bench.outcome(.codes) == .failed, "no gate could record a code")

            try bench.save(try Bench.ring("two"))
            #expect(try await bench.outcome(.canaries) == .failed, "a ring without the key in use")
            try bench.save(try Bench.ring("one"))
            #expect(try await bench.outcome(.canaries) == .failed, "another key of the same name")

            try bench.save(ring)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: bench.path)
            #expect(try await bench.outcome(.keyRing) == .failed, "everybody can read it")
        }
    }

    @Test func `a password that does not fit is a finding, not the end`() async throws {
        try await withLocalStack(LocalStackOptions(servers: .directory)) { stack in
            let bench = try Bench(stack, identity: .dovecot)
            try bench.save(try Bench.ring("one"))
            let findings = await bench.findings()
            #expect(findings.map(\.check) == [.keyRing, .canaries, .codes])
            #expect(findings.last?.outcome == .failed && findings.last?.remedy?.contains("secondFactor.bindDN") == true)
        }
    }
}

/// As whom the portal may act.
struct ActingTests {
    @Test func `the portal acts for people and for nobody else, and says when it is otherwise`() async throws {
        var options = LocalStackOptions(servers: .directory)
        options.slapd.entries =
            SampleEntries.tenant("Kota Medan", service: "multidomain.mail.go.id")
            + SampleEntries.account("siti@medan.go.id", tenant: "Kota Medan", service: "multidomain.mail.go.id")
        try await withLocalStack(options) { stack in
            let bench = try Bench(stack)
            let portal = stack.slapd.dn(of: .portal)
            #expect(await bench.acting().outcome == .ok)

            let manager = "dn.exact:cn=admin,\(stack.slapd.options.suffix)"
            try await stack.slapd.modify(Self.change(portal, "add: authzTo\nauthzTo: \(manager)"))
            #expect(await bench.acting().outcome == .failed, "it could do anything")
            try await stack.slapd.modify(Self.change(portal, "delete: authzTo"))
            let finding = await bench.acting()
            #expect(finding.outcome == .failed && finding.remedy?.contains("03-system.ldif") == true)
        }
    }

    @Test func `without an account nothing can be said, with a wrong password that is`() async throws {
        try await withLocalStack(LocalStackOptions(servers: .directory)) { stack in
            #expect(try await Bench(stack).acting().outcome == .skipped)
            let finding = try await Bench(stack, identity: .dovecot).acting()
            #expect(finding.outcome == .failed && finding.remedy?.contains("secondFactor.bindDN") == true)
        }
    }

    private static func change(_ dn: String, _ lines: String) -> String {
        "dn: \(dn)\nchangetype: modify\n\(lines)\n\n"
    }
}

/// A ring's file beside a running directory.
private struct Bench {
    let path: String
    private let secondFactor: Doctor.SecondFactor
    private let directory: Doctor.Directory

    /// `identity`: whose password is used for the portal.
    init(_ stack: LocalStack, identity: ServiceIdentity = .portal) throws {
        let server = try #require(LDAPServer(uri: stack.slapd.uri))
        path = stack.folder.url.appending(path: "keyring.json").path
        secondFactor = Doctor.SecondFactor(
            keyRing: path,
            provider: server,
            bindDN: try DistinguishedName(stack.slapd.dn(of: .portal)),
            passwordFile: stack.slapd.passwordFile(of: identity).path
        )
        directory = Doctor.Directory(
            server: server,
            suffix: try DistinguishedName(stack.slapd.options.suffix),
            identity: .password(
                try DistinguishedName(stack.slapd.dn(of: .worker)),
                file: stack.slapd.passwordFile(of: .worker).path
            )
        )
    }

    static func ring(_ name: String) throws -> KeyRing {
        let kid = try #require(KeyIdentifier(name))
        var ring = KeyRing()
        try ring.add(kid, now: .now)
        try ring.promote(kid)
        return ring
    }

    func save(_ ring: KeyRing) throws { try KeyRingFile(path: path).save(ring) }

    func acting() async -> Finding { await ActingExamination(secondFactor, directory: directory).finding() }

    func findings() async -> [Finding] {
        await SecondFactorExamination(secondFactor, directory: directory).findings()
    }

    func outcome(_ check: Check) async throws -> Finding.Outcome {
        let finding = try #require(await findings().first { $0.check == check })
        return finding.outcome
    }

    func addCanary(of ring: KeyRing) async throws {
        let pool = LDAPConnectionPool(
            try directory.configuration(of: secondFactor),
            limits: .init(maximumConnections: 1)
        )
        let store = SecondFactorStore(pool: pool, suffix: directory.suffix, keyRing: ring)
        try await store.addCanaries(of: Set(ring.keys.map(\.kid)), beside: try await store.canaries())
        await pool.close()
    }
}
