internal import LDAPClient
public import TwoFactor

/// How many values stand under which key of the ring. A key can only be retired when nothing does.
public struct SealingCensus: Sendable, Hashable {
    /// The values of one key.
    public struct Counts: Sendable, Hashable {
        /// Active authenticators.
        public var secrets = 0
        /// Enrolments under way, or given up.
        public var pending = 0
        /// Recovery codes; they are replaced, not resealed, for only their hashes are known.
        public var recoveryCodes = 0
        /// App passwords; they run out, for only their hashes are known.
        public var appPasswords = 0
        /// Tickets and requests of the help desk.
        public var helpDesk = 0

        /// What a rotation reseals.
        public var resealable: Int { secrets + pending }
        /// Everything.
        public var total: Int { resealable + recoveryCodes + appPasswords + helpDesk }
    }

    /// By key; keys without values are left out.
    public private(set) var counts: [KeyIdentifier: Counts] = [:]
    /// Values of no known form.
    public private(set) var unreadable = 0

    /// Nothing counted yet.
    public init() {}

    /// What stands under one key.
    public subscript(kid: KeyIdentifier) -> Counts { counts[kid] ?? Counts() }

    /// How many values a rotation to `primary` has to reseal.
    public func resealable(except primary: KeyIdentifier?) -> Int {
        counts.filter { $0.key != primary }.values.reduce(0) { $0 + $1.resealable }
    }

    mutating func add(_ kid: KeyIdentifier?, _ member: WritableKeyPath<Counts, Int>) {
        if let kid { counts[kid, default: Counts()][keyPath: member] += 1 } else { unreadable += 1 }
    }

    mutating func add(_ entry: LDAPEntry) {
        typealias Names = SecondFactorAttributes
        entry.forEachValue(of: Names.secret) { add(Self.kid(sealed: $0), \.secrets) }
        entry.forEachValue(of: Names.pending) { add(Self.kid(sealed: $0), \.pending) }
        entry.forEachValue(of: Names.recoveryCode) { add((try? StoredRecoveryCode($0))?.kid, \.recoveryCodes) }
        entry.forEachValue(of: Names.appPassword) { add((try? StoredAppPassword($0))?.kid, \.appPasswords) }
        entry.forEachValue(of: Names.ticket) { add((try? StoredActivationTicket($0))?.kid, \.helpDesk) }
        entry.forEachValue(of: Names.reset) { add((try? ResetRequest($0))?.kid, \.helpDesk) }
    }

    private static func kid(sealed value: UnsafeRawBufferPointer) -> KeyIdentifier? { (try? SealedValue(value))?.kid }
}

extension SecondFactorStore {
    /// Counts all values by key, in one pass over the directory.
    public func census() async throws -> SealingCensus {
        typealias Names = SecondFactorAttributes
        let search = LDAPSearch(
            base: suffix,
            filter: .or([
                .equal(Names.objectClass, Names.twoFactorClass), .present(Names.ticket), .present(Names.reset),
            ]),
            attributes: [
                Names.secret, Names.pending, Names.recoveryCode, Names.appPassword, Names.ticket, Names.reset,
            ],
            references: .ignore
        )
        return try await pool.withConnection { connection in
            var census = SealingCensus()
            for try await entry in try await connection.search(search) { census.add(entry) }
            return census
        }
    }
}
