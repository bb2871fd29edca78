public import DirectoryModel
internal import LDAPClient
public import TwoFactor

extension SecondFactorStore {
    /// Makes an app password; what comes back is shown once and never again. Tried again when anything of the entry was
    /// written at the same moment, such as a login's step.
    ///
    /// Throws ``SecondFactorError`` with `.notActive`, `.tooManyAppPasswords` or `.conflict`, and `TwoFactorError` for a
    /// label, protocols or a lifetime that are not allowed.
    public func addAppPassword(
        to account: SecondFactorEntry,
        label: String,
        protocols: Set<LoginProtocol>,
        lifetime: Duration = AppPassword.defaultLifetime,
        now: Timestamp = .now
    ) async throws -> (password: AppPassword, stored: StoredAppPassword) {
        var current = account
        for _ in 0..<5 {
            try Self.checkRoom(current)
            let made = try keyRing.makeAppPassword(
                for: current.uuid,
                label: label,
                protocols: protocols,
                now: now,
                lifetime: lifetime
            )
            do {
                try await write(
                    current,
                    [.add(SecondFactorAttributes.appPassword, made.stored.text)],
                    assuming: Self.unwritten(current)
                )
                return made
            } catch let error as SecondFactorError where error.code == .conflict {
                current = try await self.account(current.address)
            }
        }
        throw SecondFactorError.conflict(account.address)
    }

    private static func checkRoom(_ account: SecondFactorEntry) throws {
        guard account.since != nil, account.secret != nil else {
            throw SecondFactorError(
                .notActive,
                "\(account.address) has no second factor; until it has one, mail programs take the main password"
            )
        }
        guard account.appPasswords.count < AppPassword.limit else {
            throw SecondFactorError(
                .tooManyAppPasswords,
                "\(account.address) has \(AppPassword.limit) app passwords, which is the limit: revoke one first"
            )
        }
    }

    /// Nothing of the entry was written since it was read. How many values there are cannot be asserted otherwise, and the
    /// constraint overlay's own count lets several through at the same moment.
    private static func unwritten(_ account: SecondFactorEntry) -> LDAPFilter {
        .and([same(account), unchanged(SecondFactorAttributes.entryCSN, account.version)])
    }

    /// Revokes an app password, and with it all sessions there are: which of them began with it, nobody knows.
    ///
    /// The gate may note a use of it at the same moment, which changes the stored value; then it is tried again with the new
    /// one. Throws ``SecondFactorError`` with `.noSuchAppPassword` or `.conflict`.
    @discardableResult
    public func revokeAppPassword(
        _ id: String,
        of account: SecondFactorEntry,
        now: Timestamp = .now
    ) async throws -> StoredAppPassword {
        var current = account
        for _ in 0..<5 {
            guard let found = current.storedAppPasswords.first(where: { $0.id == id }) else { break }
            do {
                try await write(
                    current,
                    [
                        .delete(SecondFactorAttributes.appPassword, found.text),
                        .replace(SecondFactorAttributes.sessionsRevoked, now.exactGeneralizedTime),
                    ],
                    assuming: Self.same(current)
                )
                return found
            } catch let error as SecondFactorError where error.code == .conflict {
                current = try await self.account(current.address)
            }
        }
        guard current.storedAppPasswords.contains(where: { $0.id == id }) else {
            throw SecondFactorError(.noSuchAppPassword, "\(account.address) has no app password \(id)")
        }
        throw SecondFactorError.conflict(account.address)
    }

    /// Puts new recovery codes in place of all there are; they are shown once and never again. Throws
    /// ``SecondFactorError`` with `.notActive` or `.conflict`.
    public func renewRecoveryCodes(of account: SecondFactorEntry) async throws -> [RecoveryCode] {
        guard account.since != nil, account.secret != nil else {
            throw SecondFactorError(.notActive, "\(account.address) has no second factor")
        }
        let codes = try RecoveryCode.freshBatch()
        let hashes = try codes.map { try keyRing.store($0, for: account.uuid).text }
        try await write(
            account,
            [LDAPModification(.replace, LDAPAttribute(SecondFactorAttributes.recoveryCode, hashes))],
            assuming: .and([Self.same(account), Self.unchanged(SecondFactorAttributes.secret, account.secret)])
        )
        return codes
    }

    /// Makes a one-time ticket with which the account may activate a second factor after its service's deadline. A ticket
    /// made before is worth nothing any more. Throws ``SecondFactorError`` with `.alreadyActive` or `.conflict`.
    public func makeTicket(
        for account: SecondFactorEntry,
        lifetime: Duration = ActivationTicket.defaultLifetime,
        now: Timestamp = .now
    ) async throws -> (ticket: ActivationTicket, expires: Timestamp) {
        guard account.secret == nil, account.since == nil else {
            throw SecondFactorError(.alreadyActive, "\(account.address) has a second factor and needs no ticket")
        }
        let made = try keyRing.makeActivationTicket(for: account.uuid, now: now, lifetime: lifetime)
        try await write(
            account,
            [.replace(SecondFactorAttributes.ticket, made.stored.text)],
            assuming: .and([
                Self.same(account), Self.unchanged(SecondFactorAttributes.ticket, account.ticket),
                .not(.present(SecondFactorAttributes.since)),
            ])
        )
        return (made.ticket, made.stored.expires)
    }
}

extension SecondFactorEntry {
    /// The app passwords that can be read; what cannot is no app password to the gate either.
    public var storedAppPasswords: [StoredAppPassword] {
        appPasswords.compactMap { try? StoredAppPassword($0.utf8) }.sorted { ($0.created, $0.id) < ($1.created, $1.id) }
    }
}
