public import DirectoryModel
public import LDAPClient
public import TwoFactor

/// Reads and writes the second factors of accounts. It signs in as the identity that alone may write them
/// (`cn=portal,ou=system,…`).
///
/// Each change is one modify that happens only while the entry still is what the change was decided on (RFC 4528):
/// either all of it is done or none, and of two at the same moment one is told so.
public struct SecondFactorStore: Sendable {
    let pool: LDAPConnectionPool
    let suffix: DistinguishedName
    let keyRing: KeyRing

    /// The key that new values are made under.
    public var primary: KeyIdentifier? { keyRing.primary?.kid }

    /// `pool` leads to the one server that takes all writes of second factors; what is compared and changed in one step
    /// there is only safe on a single server.
    public init(pool: LDAPConnectionPool, suffix: DistinguishedName, keyRing: KeyRing) {
        self.pool = pool
        self.suffix = suffix
        self.keyRing = keyRing
    }

    /// The account with this primary address. Throws ``SecondFactorError`` with `.noSuchAccount`, and `LDAPError` when the
    /// directory could not be asked.
    public func account(_ address: MailAddress) async throws -> SecondFactorEntry {
        let search = LDAPSearch(
            base: suffix,
            filter: .and([
                .equal(SecondFactorAttributes.objectClass, SecondFactorAttributes.accountClass),
                .equal(SecondFactorAttributes.mail, address.text),
            ]),
            attributes: SecondFactorAttributes.all,
            references: .ignore
        )
        let found = try await pool.withConnection { try await $0.entries(search) }
        guard found.count == 1, let entry = found.first else {
            throw SecondFactorError(.noSuchAccount, "no account has the address \(address)")
        }
        return try await withCodes(try SecondFactorEntry(entry))
    }

    /// All accounts below `base` (the suffix unless given), as they come: memory does not grow with their number.
    public func forEachAccount(
        below base: DistinguishedName? = nil,
        _ body: (SecondFactorEntry) throws -> Void
    ) async throws {
        let search = LDAPSearch(
            base: base ?? suffix,
            filter: .equal(SecondFactorAttributes.objectClass, SecondFactorAttributes.accountClass),
            attributes: SecondFactorAttributes.all,
            references: .ignore
        )
        let counted = try await countedCodes()
        try await pool.withConnection { connection in
            for try await entry in try await connection.search(search) {
                var account = try SecondFactorEntry(entry)
                if account.secret != nil, let codes = counted[account.uuid] { account.codes = codes }
                try body(account)
            }
        }
    }
}

// MARK: - Writing

extension SecondFactorStore {
    /// Changes an account in one step, provided that it still matches `assumption`.
    func write(
        _ account: SecondFactorEntry,
        _ changes: [LDAPModification],
        assuming assumption: LDAPFilter
    ) async throws {
        let name = try DistinguishedName(account.dn)
        do {
            try await pool.withConnection { connection in
                try await connection.modify(name, changes, controls: [.assertion(assumption)])
            }
        } catch let error as LDAPError where Self.meansConflict.contains(error.code) {
            throw SecondFactorError.conflict(account.address)
        }
    }

    /// The entry was moved or removed, or a value that was there, or was not, no longer is.
    private static let meansConflict: Set<LDAPResultCode> = [
        .assertionFailed, .noSuchObject, .noSuchAttribute, .attributeOrValueExists,
    ]

    /// The attribute has exactly the value that was read, or none if there was none.
    static func unchanged(_ name: AttributeName, _ value: String?) -> LDAPFilter {
        value.map { .equal(name, $0) } ?? .not(.present(name))
    }

    /// The entry is the one that was read, not another one under the same name.
    static func same(_ account: SecondFactorEntry) -> LDAPFilter {
        .equal(SecondFactorAttributes.entryUUID, account.uuid.description)
    }
}
