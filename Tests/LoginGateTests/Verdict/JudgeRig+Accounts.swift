import DirectoryModel
import LocalStack
import TestEntries

@testable import LoginGate
@testable import TwoFactor

extension JudgeRig {
    static let tenant = "Pusat"

    static func dn(_ name: String) -> String {
        SampleEntries.dn("\(name)@\(service)", tenant: tenant, service: service)
    }

    /// Entries of active accounts with the password of all.
    static func entries(_ names: [String], status: String = "active", attributes: String = "") -> String {
        names.map {
            SampleEntries.account(
                "\($0)@\(service)",
                tenant: tenant,
                service: service,
                status: status,
                attributes: "userPassword: \(password)" + (attributes.isEmpty ? "" : "\n\(attributes)")
            )
        }
        .joined()
    }

    /// A slapd with these entries and the canaries of a fresh ring, lent to `body`.
    static func withDirectory(
        _ entries: String,
        _ body: (LocalStack, KeyRing) async throws -> Void
    ) async throws {
        var slapd = SlapdOptions()
        slapd.isDurable = false
        slapd.entries = SampleEntries.tenant(tenant, service: service) + entries
        try await withLocalStack(LocalStackOptions(servers: .directory, slapd: slapd)) { stack in
            let ring = try freshRing()
            try await plantCanaries(of: ring, in: stack)
            try await body(stack, ring)
        }
    }

    /// A judge that is ready, on such a directory, lent to `body`.
    static func with(
        _ entries: String,
        clock: TestClock = TestClock(JudgeRig.start),
        change: (inout DirectoryJudge.Configuration) -> Void = { _ in },
        _ body: (JudgeRig) async throws -> Void
    ) async throws {
        try await withDirectory(entries) { stack, ring in
            let rig = try await JudgeRig(stack: stack, ring: ring, clock: clock, change: change).ready()
            do {
                try await body(rig)
                try await rig.stop()
            } catch {
                try await rig.stop()
                throw error
            }
        }
    }

    static func freshRing(_ kid: String = "2026a") throws -> KeyRing {
        var ring = KeyRing()
        guard let kid = KeyIdentifier(kid) else { throw LocalStackError("no kid") }
        try ring.add(kid, now: start)
        try ring.promote(kid)
        return ring
    }

    static func plantCanaries(of ring: KeyRing, in stack: LocalStack) async throws {
        let dn = stack.slapd.dn(of: .gate)
        let entry = try await uuid(of: dn, in: stack)
        let values = try ring.sealCanaries(for: entry).map { "pamongSealedCanary: \($0.text)" }.joined(separator: "\n")
        try await stack.slapd.modify(
            "dn: \(dn)\nchangetype: modify\nreplace: pamongSealedCanary\n\(values)\n",
            as: .identity(.portal)
        )
    }

    static func uuid(of dn: String, in stack: LocalStack) async throws -> EntryUUID {
        let found = try await stack.slapd.search("(objectClass=*)", base: dn, scope: "base", attributes: ["entryUUID"])
        let text = found.split(separator: "\n").first { $0.hasPrefix("entryUUID: ") }?.dropFirst(11)
        guard let uuid = text.flatMap({ EntryUUID(String($0)) }) else { throw LocalStackError("no entryUUID: \(dn)") }
        return uuid
    }

    func uuid(_ name: String) async throws -> EntryUUID { try await Self.uuid(of: Self.dn(name), in: stack) }

    // MARK: Second factors

    /// Switches the second factor on, as the portal does, and answers the secret; a record of its codes can be left out.
    @discardableResult
    func enrol(_ name: String, withRecord: Bool = true) async throws -> TOTPSecret {
        let secret = try TOTPSecret.fresh(now: Self.beforeDeadline)
        let sealed = try ring.seal(secret, for: try await uuid(name), attribute: .secret)
        try await change(
            name,
            "add: objectClass\nobjectClass: pamongTwoFactor\n-\nadd: pamongTotpSecret\npamongTotpSecret: \(sealed.text)\n-\n"
                + "add: pamongTwoFactorSince\npamongTwoFactorSince: \(Self.beforeDeadline.generalizedTime)\n-\n"
        )
        if withRecord { try await stack.slapd.beginCodes(of: Self.dn(name)) }
        return secret
    }

    /// Changes an account as the portal.
    func change(_ name: String, _ changes: String, as user: DirectoryUser = .identity(.portal)) async throws {
        try await stack.slapd.modify("dn: \(Self.dn(name))\nchangetype: modify\n\(changes)\n", as: user)
    }

    /// Adds an app password and answers it as its owner types it.
    func addAppPassword(
        _ name: String,
        for protocols: Set<LoginProtocol> = [.imap],
        lifetime: Duration = .seconds(86_400)
    ) async throws -> String {
        let (password, stored) = try ring.makeAppPassword(
            for: try await uuid(name),
            label: "Telepon",
            protocols: protocols,
            now: clock.now,
            lifetime: lifetime
        )
        try await change(name, "add: pamongAppPassword\npamongAppPassword: \(stored.text)\n")
        return password.shown.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// The code that an authenticator shows.
    func code(_ secret: TOTPSecret, after offset: Duration = .zero) throws -> String {
        let step = secret.parameters.step(at: clock.now + offset)
        return try secret.code(step: step).digits.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// Codes that are none of the window's.
    func wrongCodes(_ secret: TOTPSecret, _ count: Int) throws -> [String] {
        let right = try Set([-30, 0, 30].map { try code(secret, after: .seconds($0)) })
        let candidates = (100_000..<(100_003 + count)).map { String($0) }.filter { !right.contains($0) }
        return Array(candidates.prefix(count))
    }

    func values(_ name: String, _ attribute: String) async throws -> [String] {
        let found = try await stack.slapd.search(
            "(objectClass=*)",
            base: Self.dn(name),
            scope: "base",
            attributes: [attribute]
        )
        return found.split(separator: "\n").filter { $0.lowercased().hasPrefix("\(attribute.lowercased()): ") }
            .map { String($0.dropFirst(attribute.count + 2)) }
    }

    /// What is recorded of an account's codes.
    func recorded(_ name: String, _ attribute: String) async throws -> String? {
        try await stack.slapd.recorded(attribute, of: Self.dn(name))
    }
}
