public import DirectoryModel
internal import LDAPClient
public import TwoFactor

extension SecondFactorStore {
    /// An enrolment under way: what the authenticator app is given, and until when it can be confirmed.
    public struct Enrolment: Sendable {
        /// The key the app and the account will share.
        public let secret: TOTPSecret
        /// When it can no longer be confirmed.
        public let expires: Timestamp
        /// Whether another authenticator stays valid until this one is confirmed.
        public let replacesDevice: Bool
    }

    /// What a code at the end of an enrolment brought about.
    public enum Confirmation: Sendable {
        /// The second factor is active; these recovery codes are shown now and never again.
        case activated(recoveryCodes: [RecoveryCode])
        /// Not a code of the new authenticator. When its clock is off by up to ten minutes, by how much: negative is slow.
        /// Secret and QR code stay the same.
        case wrongCode(clockOffset: Duration?)
    }

    /// Begins the enrolment of an authenticator, or goes on with the one under way: whoever has scanned its code already
    /// keeps a good one. An active authenticator stays valid; it is only replaced when `replacing` says so.
    ///
    /// Throws ``SecondFactorError`` with `.alreadyActive`, `.accountNotActive`, `.notTrustworthy` or `.conflict`.
    public func beginEnrolment(
        of account: SecondFactorEntry,
        replacing: Bool = false,
        now: Timestamp = .now
    ) async throws -> Enrolment {
        guard account.status == .active else {
            throw SecondFactorError(.accountNotActive, "\(account.address) is not active, so nobody can log in with it")
        }
        let active = try account.activeSecret(keyRing)
        guard active == nil || replacing else {
            throw SecondFactorError(
                .alreadyActive,
                "\(account.address) has a second factor; replacing its device has to be asked for"
            )
        }
        if let pending = try? account.pendingSecret(keyRing), !pending.isPendingOver(at: now) {
            return Enrolment(pending, replacing: active)
        }
        let secret = try TOTPSecret.fresh(generation: (active?.generation ?? 0) + 1, now: now)
        let sealed = try keyRing.seal(secret, for: account.uuid, attribute: .pending)
        let addClass = LDAPModification.add(SecondFactorAttributes.objectClass, SecondFactorAttributes.twoFactorClass)
        try await write(
            account,
            (account.hasSecondFactorClass ? [] : [addClass])
                + [.replace(SecondFactorAttributes.pending, sealed.text)],
            assuming: Self.sameSecrets(account)
        )
        return Enrolment(secret, replacing: active)
    }

    /// Ends an enrolment with a code of the new authenticator: from then on it is the account's second factor, with
    /// recovery codes of its own. All of that is written in one step, and only if the enrolment is still the one that was
    /// read. The code's time step is recorded before: should the rest not be done, one code is used up, and wrong ones are
    /// forgotten.
    ///
    /// Throws ``SecondFactorError`` with `.nothingPending`, `.enrolmentExpired`, `.notTrustworthy` or `.conflict`.
    public func confirmEnrolment(
        of account: SecondFactorEntry,
        code: OneTimeCode,
        now: Timestamp = .now
    ) async throws -> Confirmation {
        guard let pending = try account.pendingSecret(keyRing) else {
            throw SecondFactorError(.nothingPending, "no enrolment is under way for \(account.address)")
        }
        guard !pending.isPendingOver(at: now) else {
            throw SecondFactorError(.enrolmentExpired, "the enrolment of \(account.address) is over: begin again")
        }
        guard case .right(let step) = try pending.judge(code, at: now, lastStep: nil) else {
            return .wrongCode(clockOffset: try pending.clockOffset(of: code, at: now))
        }
        let codes = try RecoveryCode.freshBatch()
        let changes = try activation(of: account, pending, codes: codes, now: now)
        try await recordActivation(step, of: account)
        try await write(account, changes, assuming: Self.sameSecrets(account))
        return .activated(recoveryCodes: codes)
    }

    private func activation(
        of account: SecondFactorEntry,
        _ pending: TOTPSecret,
        codes: [RecoveryCode],
        now: Timestamp
    ) throws -> [LDAPModification] {
        let active = try keyRing.seal(pending.activated(at: now), for: account.uuid, attribute: .secret)
        let hashes = try codes.map { try keyRing.store($0, for: account.uuid).text }
        return [
            .replace(SecondFactorAttributes.secret, active.text),
            .replace(SecondFactorAttributes.pending),
            .replace(SecondFactorAttributes.since, (account.since ?? now).generalizedTime),
            LDAPModification(.replace, LDAPAttribute(SecondFactorAttributes.recoveryCode, hashes)),
            .replace(SecondFactorAttributes.ticket),
        ]
    }

    /// Neither enrolment nor active authenticator has changed since the account was read.
    static func sameSecrets(_ account: SecondFactorEntry) -> LDAPFilter {
        .and([
            same(account), unchanged(SecondFactorAttributes.pending, account.pending),
            unchanged(SecondFactorAttributes.secret, account.secret),
        ])
    }
}

extension SecondFactorStore.Enrolment {
    fileprivate init(_ pending: TOTPSecret, replacing active: TOTPSecret?) {
        self.init(
            secret: pending,
            expires: pending.enrolledAt + TOTPSecret.pendingLifetime,
            replacesDevice: active != nil
        )
    }
}

extension SecondFactorEntry {
    /// The active authenticator's secret; `nil` without one. Throws ``SecondFactorError`` with `.notTrustworthy` for a
    /// value that was not sealed for this account, and `TwoFactorError` when the ring lacks its key.
    func activeSecret(_ keyRing: KeyRing) throws -> TOTPSecret? {
        try opened(secret, .secret, keyRing)
    }

    /// The secret of the enrolment under way, also one that is over.
    func pendingSecret(_ keyRing: KeyRing) throws -> TOTPSecret? {
        try opened(pending, .pending, keyRing)
    }

    private func opened(_ text: String?, _ attribute: SealedAttribute, _ keyRing: KeyRing) throws -> TOTPSecret? {
        guard let text else { return nil }
        do {
            return try keyRing.open(SealedValue(text.utf8), for: uuid, attribute: attribute)
        } catch {
            guard !error.concernsKeys else { throw error }
            throw SecondFactorError(
                .notTrustworthy,
                "\(attribute.rawValue) of \(address) was not written by this platform for this entry (\(error.code))"
            )
        }
    }
}
