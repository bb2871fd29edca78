import DirectoryModel
import Foundation
import LDAPClient
import LDAPDirectory
import LocalStack
import TestEntries
import Testing
import TwoFactor

/// A real directory with the office's people, a key ring, and the configuration of `pamong totp`.
struct TotpRig {
    let rig: OperatorRig
    let ringFile: KeyRingFile

    /// Starts slapd, makes a ring with a promoted key `2026a` unless told otherwise, lends it and ends everything.
    static func run(
        entries: String = "",
        withRing: Bool = true,
        more: String = "",
        _ body: (TotpRig) async throws -> Void
    ) async throws {
        try await OperatorRig.run(entries: OfficeEntries.ldif + entries, servers: .directory) { rig in
            let totp = TotpRig(
                rig: rig,
                ringFile: KeyRingFile(path: rig.stack.folder.url.appending(path: "ring.json").path)
            )
            try totp.configure(more)
            try await OfficeEntries.promote(OfficeEntries.pusat, rig.stack)
            if withRing { try await totp.makeRing() }
            try await body(totp)
        }
    }

    private func configure(_ more: String) throws {
        let yaml = try String(contentsOf: rig.configuration, encoding: .utf8)
        let section = """
            secondFactor:
              keyRing: \(ringFile.path)
              passwordFile: \(rig.stack.slapd.passwordFile(of: .portal).path)
            \(more)
            """
        try (yaml + section).write(to: rig.configuration, atomically: true, encoding: .utf8)
    }

    private func makeRing() async throws {
        let added = try await totp("keys", "add", "2026a")
        try #require(added.status == 0, "\(added.complaint)")
        let promoted = try await totp("keys", "promote", "2026a")
        try #require(promoted.status == 0, "\(promoted.complaint)")
    }

    /// `pamong totp …`
    func totp(_ arguments: String..., input: String = "") async throws -> PamongRun {
        try await run(arguments, input: input)
    }

    /// The same, signed in as an officer.
    func totp(_ arguments: String..., as officer: String, password: String = OfficeEntries.password) async throws
        -> PamongRun
    {
        let file = rig.stack.folder.url.appending(path: "officer-\(UUID()).password")
        try Data(password.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        return try await run(arguments + ["--as", officer, "--password-file", file.path], input: "")
    }

    private func run(_ arguments: [String], input: String) async throws -> PamongRun {
        try await PamongRun(["totp"] + arguments + ["--config", rig.configuration.path], input: input)
    }

    /// The store itself, as the commands use it.
    func withStore<Value>(ring: KeyRing? = nil, _ body: (SecondFactorStore) async throws -> Value) async throws -> Value
    {
        let slapd = rig.stack.slapd
        let password = LDAPSecret(bytes: try Data(contentsOf: slapd.passwordFile(of: .portal)))
        let configuration = LDAPConfiguration(
            server: try #require(LDAPServer(uri: slapd.uri)),
            authentication: .simple(try DistinguishedName(slapd.dn(of: .portal)), password)
        )
        let pool = LDAPConnectionPool(configuration)
        let suffix = try DistinguishedName(slapd.options.suffix)
        let value: Value
        do {
            value = try await body(SecondFactorStore(pool: pool, suffix: suffix, keyRing: try ring ?? ringFile.load()))
        } catch {
            await pool.close()
            throw error
        }
        await pool.close()
        return value
    }

    /// What the directory holds of an account.
    func entry(_ address: String, ring: KeyRing? = nil) async throws -> SecondFactorEntry {
        try await withStore(ring: ring) { try await $0.account(try #require(MailAddress(address))) }
    }

    /// Enrols an account through the commands and answers its key, in base 32.
    func enrol(_ address: String, _ options: String...) async throws -> String {
        let begun = try await run(["enrol", address] + options, input: "")
        try #require(begun.status == 0, "\(begun.complaint)")
        let key = try Self.key(in: begun.output)
        let confirmed = try await totp("confirm", address, input: try await Self.code(key) + "\n")
        try #require(confirmed.status == 0, "\(confirmed.complaint)")
        return key
    }

    /// The key for typing by hand, as `enrol` prints it.
    static func key(in output: String) throws -> String {
        let match = try #require(output.firstMatch(of: /key +([A-Z2-7 ]+)\n/), "no key in \(output)")
        return match.1.filter { $0 != " " }
    }

    /// What another program makes of the key: `oathtool`, `offset` seconds from now.
    static func code(_ key: String, offset: Int = 0) async throws -> String {
        let moment = "@\(Int(Date().timeIntervalSince1970) + offset)"
        let command = ShortCommand("/usr/bin/oathtool", ["--totp", "-b", "-N", moment, key])
        return try await command.run().trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
