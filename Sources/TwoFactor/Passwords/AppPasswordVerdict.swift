public import DirectoryModel

/// What an app password turned out to be.
public enum AppPasswordVerdict: Sendable, Hashable {
    /// It is this one, and good for the protocol.
    case accepted(StoredAppPassword)
    /// It is this one, and its time is over.
    case expired(StoredAppPassword)
    /// It is this one, and was made for other protocols.
    case otherProtocol(StoredAppPassword)
    /// It is none of them: mistyped, or revoked.
    case unknown
}

extension KeyRing {
    /// Makes an app password: what is shown once, and what is stored.
    ///
    /// Throws `invalidArgument` when the label is empty, has control characters or more than
    /// ``StoredAppPassword/longestLabel`` bytes, when `protocols` is empty or names `web` or `directory`, or when the
    /// lifetime is not at least a second.
    public func makeAppPassword(
        for entry: EntryUUID,
        label: String,
        protocols: Set<LoginProtocol>,
        now: Timestamp,
        lifetime: Duration = AppPassword.defaultLifetime
    ) throws(TwoFactorError) -> (password: AppPassword, stored: StoredAppPassword) {
        guard StoredAppPassword.isLabel(label) else {
            throw TwoFactorError(.invalidArgument, "a label has 1 to \(StoredAppPassword.longestLabel) bytes of text")
        }
        guard !protocols.isEmpty, protocols.allSatisfy(\.isMailProgram) else {
            throw TwoFactorError(
                .invalidArgument,
                "an app password is for mail programs: imap, pop3, smtp, submission, sieve"
            )
        }
        guard let created = Timestamp(unixSeconds: now.unixSeconds), lifetime >= .seconds(1),
            lifetime <= .seconds(100 * 366 * 86_400),
            let expires = Timestamp(unixSeconds: (created + lifetime).unixSeconds)
        else { throw TwoFactorError(.invalidArgument, "an app password is good for a second to a hundred years") }
        let (key, password) = (try primaryKey(), try AppPassword())
        let id = try Self.freshID()
        let stored = StoredAppPassword(
            kid: key.kid,
            id: id,
            label: label,
            protocols: protocols,
            created: created,
            expires: expires,
            lastUsed: nil,
            mac: try key.keyedHash(.appPassword, entry.bytes + Array(id.utf8), password.symbols).stored
        )
        return (password, stored)
    }

    /// Finds out which of an account's app passwords this is, and whether it is good.
    ///
    /// All are compared. Throws `unknownKey` when none fits and the ring could not look at one of them.
    public func judge(
        _ password: AppPassword,
        of entry: EntryUUID,
        among stored: [StoredAppPassword],
        for loginProtocol: LoginProtocol,
        at now: Timestamp
    ) throws(TwoFactorError) -> AppPasswordVerdict {
        // One derivation for each key in use, not one for each password.
        var peppers: [KeyIdentifier: SecretBytes] = [:]
        for kid in Set(stored.map(\.kid)) { peppers[kid] = try key(kid)?.pepper(.appPassword) }
        var match: StoredAppPassword?
        for candidate in stored {
            let mac = try peppers[candidate.kid]?.keyedHash(entry.bytes + Array(candidate.id.utf8), password.symbols)
            if let mac, mac.equals(candidate.mac) { match = candidate }
        }
        if let match { return match.verdict(for: loginProtocol, at: now) }
        if let lacking = stored.first(where: { peppers[$0.kid] == nil }) { throw .unknownKey(lacking.kid) }
        return .unknown
    }

    private static func freshID() throws(TwoFactorError) -> String {
        let symbols = try RandomBytes.open(count: StoredAppPassword.idLength).map { CodeShape.alphabet[Int($0 & 0x1F)] }
        return String(decoding: symbols, as: UTF8.self)
    }
}

extension StoredAppPassword {
    fileprivate func verdict(for loginProtocol: LoginProtocol, at now: Timestamp) -> AppPasswordVerdict {
        guard now < expires else { return .expired(self) }
        return protocols.contains(loginProtocol) ? .accepted(self) : .otherProtocol(self)
    }
}
