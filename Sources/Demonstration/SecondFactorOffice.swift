internal import DirectoryModel
package import Foundation
internal import LDAPClient
internal import LDAPDirectory
package import LocalStack
internal import TwoFactor

/// What the portal and the help desk do for people, done here with the same code and the same rights: it signs in as the
/// portal's service identity.
package struct SecondFactorOffice: Sendable {
    private let pool: LDAPConnectionPool
    private let store: SecondFactorStore

    /// An app password, as its owner sees it once.
    package struct IssuedPassword: Sendable {
        /// Names it among those of its account.
        package let id: String
        /// What the mail program is given.
        package let text: String
    }

    /// Takes the key ring up that the gate uses.
    package init(_ slapd: SlapdServer, keyRing: URL) throws {
        try self.init(slapd, ring: try KeyRingFile(path: keyRing.path).load())
    }

    private init(_ slapd: SlapdServer, ring: KeyRing) throws {
        let password = try String(contentsOf: slapd.passwordFile(of: .portal), encoding: .utf8)
        let configuration = LDAPConfiguration(
            server: .plain(host: "127.0.0.1", port: Int(slapd.port)),
            authentication: .simple(try DistinguishedName(slapd.dn(of: .portal)), LDAPSecret(password))
        )
        pool = LDAPConnectionPool(configuration)
        store = SecondFactorStore(
            pool: pool,
            suffix: try DistinguishedName(slapd.options.suffix),
            keyRing: ring
        )
    }

    /// Makes a key ring where a gate expects it, and puts the canaries it is recognised by into the directory.
    package static func prepare(_ slapd: SlapdServer, _ gate: GateServer) async throws {
        guard let kid = KeyIdentifier("demo1") else { throw DemonstrationFailure("a key has a name", found: "none") }
        var ring = KeyRing()
        try ring.add(kid, now: .now)
        try ring.promote(kid)
        try KeyRingFile(path: gate.keyRing.path).save(ring)
        let office = try SecondFactorOffice(slapd, ring: ring)
        try await office.store.addCanaries(of: [kid], beside: try await office.store.canaries())
        await office.close()
    }

    /// Activates somebody's second factor: a new authenticator, confirmed by one of its codes (the one before the present, so
    /// that the present one is still good for a login).
    package func enrol(_ address: String) async throws -> Authenticator {
        let begun = try await store.beginEnrolment(of: try await account(address))
        let authenticator = Authenticator(begun.secret)
        let digits = SecretBytes(try await authenticator.code(steps: -1))
        guard let code = OneTimeCode(typed: digits) else {
            throw DemonstrationFailure("oathtool gives a code", found: "something else")
        }
        let confirmation = try await store.confirmEnrolment(of: try await account(address), code: code)
        guard case .activated = confirmation else {
            throw DemonstrationFailure("the authenticator of \(address) is confirmed", found: "the code was wrong")
        }
        return authenticator
    }

    /// Makes an app password for some protocols.
    package func addAppPassword(to address: String, for protocols: Set<String>) async throws -> IssuedPassword {
        let made = try await store.addAppPassword(
            to: try await account(address),
            label: "Ponsel",
            protocols: Set(protocols.compactMap(LoginProtocol.init(rawValue:)))
        )
        let text = made.password.shown.withBytes { String(decoding: $0, as: UTF8.self) }
        return IssuedPassword(id: made.stored.id, text: text)
    }

    /// Revokes an app password, as its owner does who has lost a telephone.
    package func revoke(_ password: IssuedPassword, of address: String) async throws {
        try await store.revokeAppPassword(password.id, of: try await account(address))
    }

    /// Makes new recovery codes, as their owner sees them once.
    package func renewRecoveryCodes(of address: String) async throws -> [String] {
        let codes = try await store.renewRecoveryCodes(of: try await account(address))
        return codes.map { code in code.shown.withBytes { String(decoding: $0, as: UTF8.self) } }
    }

    /// Closes the connections to the directory.
    package func close() async {
        await pool.close()
    }

    private func account(_ address: String) async throws -> SecondFactorEntry {
        guard let address = MailAddress(address) else {
            throw DemonstrationFailure("\(address) is a mail address", found: "it is none")
        }
        return try await store.account(address)
    }
}
