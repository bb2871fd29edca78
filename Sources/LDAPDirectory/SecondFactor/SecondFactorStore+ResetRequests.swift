public import DirectoryModel
public import LDAPClient
public import TwoFactor

/// A request to take a second factor away, as it was found.
public struct FoundResetRequest: Sendable {
    /// What a request is worth.
    public enum Standing: Sendable, Hashable {
        /// Another officer may decide.
        case open
        /// It was asked too long ago.
        case expired
        /// It was not made through Pamong for this account; nobody can approve it.
        case forged
    }

    /// The account it is about.
    public let account: SecondFactorEntry
    /// Its contents; `nil` when they cannot be read at all.
    public let request: ResetRequest?
    /// What it is worth.
    public let standing: Standing

    init?(_ account: SecondFactorEntry, _ keyRing: KeyRing, lifetime: Duration, now: Timestamp) {
        guard let text = account.resetRequest else { return nil }
        self.account = account
        request = try? ResetRequest(text.utf8)
        let isGenuine = request.flatMap { try? keyRing.accepts($0, for: account.uuid) } ?? false
        if let request, isGenuine {
            let age = now.since(request.asked)
            // One from the future would never run out; a minute's difference of clocks is no future.
            standing = age <= lifetime && age > .seconds(-60) ? .open : .expired
        } else {
            standing = .forged
        }
    }
}

/// Two officers take a second factor away: one asks, another one decides. What they write, they write over connections of
/// their own, so that the directory's rules say for whom they may.
extension SecondFactorStore {
    /// All requests there are, the oldest first.
    public func resetRequests(lifetime: Duration, now: Timestamp = .now) async throws -> [FoundResetRequest] {
        let search = LDAPSearch(
            base: suffix,
            filter: .present(SecondFactorAttributes.reset),
            attributes: SecondFactorAttributes.all,
            references: .ignore
        )
        let entries = try await pool.withConnection { try await $0.entries(search) }
        let found = try entries.compactMap {
            FoundResetRequest(try SecondFactorEntry($0), keyRing, lifetime: lifetime, now: now)
        }
        return found.sorted { ($0.request?.asked ?? now, $0.account.dn) < ($1.request?.asked ?? now, $1.account.dn) }
    }

    /// Asks for an account's second factor to be taken away. `officer` is who `connection` is signed in as.
    ///
    /// Throws ``SecondFactorError`` with `.nothingThere`, `.notAllowed` or `.requestOpen`.
    public func askForReset(
        of account: SecondFactorEntry,
        as officer: DistinguishedName,
        over connection: LDAPConnection,
        reason: String,
        lifetime: Duration,
        now: Timestamp = .now
    ) async throws {
        guard account.holdsAnything else {
            throw SecondFactorError(.nothingThere, "\(account.address) has no second factor that could be taken away")
        }
        guard try officer != DistinguishedName(account.dn) else {
            throw SecondFactorError(.notAllowed, "nobody asks for a reset of their own account: ask another officer")
        }
        let before = FoundResetRequest(account, keyRing, lifetime: lifetime, now: now)
        guard before?.standing != .open else { throw Self.isOpen(account) }
        let request = try keyRing.makeResetRequest(
            for: account.uuid,
            by: officer.description,
            reason: reason,
            now: now
        )
        let removal = account.resetRequest.map { LDAPModification.delete(SecondFactorAttributes.reset, $0) }
        let addition = LDAPModification.add(SecondFactorAttributes.reset, request.text)
        try await write(account, [removal, addition].compactMap { $0 }, as: officer, over: connection) {
            Self.isOpen(account)
        }
    }

    /// Decides for a request: the officer takes exactly this request away, then the second factor goes in one step.
    ///
    /// Should the second write fail, nothing but the request is gone, and it has to be asked for again. Throws
    /// ``SecondFactorError`` with `.noRequest`, `.requestExpired`, `.notTrustworthy`, `.notAllowed` or `.conflict`.
    public func approveReset(
        of account: SecondFactorEntry,
        as officer: DistinguishedName,
        over connection: LDAPConnection,
        lifetime: Duration,
        now: Timestamp = .now
    ) async throws {
        let found = FoundResetRequest(account, keyRing, lifetime: lifetime, now: now)
        if let refusal = try ResetApproval(found, officer: officer).refusal { throw refusal }
        try await takeAway(account, as: officer, over: connection)
        do {
            try await resetWhateverIsThere(account.address, uuid: account.uuid)
        } catch {
            throw SecondFactorError(
                .conflict,
                "the request is gone, but the second factor of \(account.address) is still there (\(error)): ask again"
            )
        }
    }

    /// Decides against a request, or clears away one that is expired or forged. Whoever asked may take it back.
    public func rejectReset(
        of account: SecondFactorEntry,
        as officer: DistinguishedName,
        over connection: LDAPConnection
    ) async throws {
        guard account.resetRequest != nil else { throw Self.noRequest(account) }
        try await takeAway(account, as: officer, over: connection)
    }

    private func takeAway(
        _ account: SecondFactorEntry,
        as officer: DistinguishedName,
        over connection: LDAPConnection
    ) async throws {
        guard let text = account.resetRequest else { throw Self.noRequest(account) }
        try await write(account, [.delete(SecondFactorAttributes.reset, text)], as: officer, over: connection) {
            SecondFactorError(.conflict, "somebody else has decided about \(account.address) just now")
        }
    }

    /// A login at the same moment may change what was read; the approval holds all the same.
    private func resetWhateverIsThere(_ address: MailAddress, uuid: EntryUUID) async throws {
        for attempt in 1...5 {
            let account = try await self.account(address)
            guard account.uuid == uuid else { throw SecondFactorError.conflict(address) }
            guard account.holdsAnything else { return }
            do {
                return try await reset(account)
            } catch let error as SecondFactorError where error.code == .conflict && attempt < 5 {
                continue
            }
        }
    }

    private static func isOpen(_ account: SecondFactorEntry) -> SecondFactorError {
        SecondFactorError(.requestOpen, "a request about \(account.address) is open already: `pamong totp approvals`")
    }

    static func noRequest(_ account: SecondFactorEntry) -> SecondFactorError {
        SecondFactorError(.noRequest, "nobody has asked for the second factor of \(account.address) to be taken away")
    }
}

/// Whether an officer may approve a request: somebody else has to, and only what was asked through Pamong and lately.
struct ResetApproval {
    let found: FoundResetRequest?
    let officer: DistinguishedName

    init(_ found: FoundResetRequest?, officer: DistinguishedName) {
        self.found = found
        self.officer = officer
    }

    /// Why not; `nil` when they may.
    var refusal: SecondFactorError? {
        get throws {
            guard let found else {
                return SecondFactorError(.noRequest, "nobody has asked for this second factor to be taken away")
            }
            let address = found.account.address
            guard let request = found.request, found.standing != .forged else {
                return SecondFactorError(
                    .notTrustworthy,
                    "the request about \(address) was not made through Pamong, or under a key that the ring no longer has: it can only be rejected"
                )
            }
            guard found.standing == .open else {
                return SecondFactorError(
                    .requestExpired,
                    "the request about \(address) was made too long ago: ask again"
                )
            }
            guard try officer != DistinguishedName(request.requester) else {
                return SecondFactorError(.notAllowed, "whoever asked cannot approve: a second officer has to decide")
            }
            guard try officer != DistinguishedName(found.account.dn) else {
                return SecondFactorError(.notAllowed, "nobody approves a reset of their own account")
            }
            return nil
        }
    }
}
