public import DirectoryModel
internal import LDAPClient
internal import TwoFactor

extension SecondFactorStore {
    /// Takes an account's second factor away, all of it in one step: authenticator, recovery codes, app passwords, ticket
    /// and open sessions. The account is then like one that never had one; the record of its codes says nothing any more, and the
    /// next activation begins it anew.
    ///
    /// Logins that use up a code or note an app password at the same moment do not keep it from happening. Throws
    /// ``SecondFactorError`` with `.nothingThere` and `.conflict`.
    public func reset(_ account: SecondFactorEntry, now: Timestamp = .now) async throws {
        guard account.holdsAnything else {
            throw SecondFactorError(.nothingThere, "\(account.address) has no second factor that could be taken away")
        }
        let gone: [AttributeName] = [
            SecondFactorAttributes.secret, SecondFactorAttributes.pending, SecondFactorAttributes.since,
            SecondFactorAttributes.recoveryCode, SecondFactorAttributes.appPassword, SecondFactorAttributes.ticket,
        ]
        var changes = gone.map { LDAPModification.replace($0) }
        if account.hasSecondFactorClass {
            changes.append(.delete(SecondFactorAttributes.objectClass, SecondFactorAttributes.twoFactorClass))
        }
        changes.append(.replace(SecondFactorAttributes.sessionsRevoked, now.exactGeneralizedTime))
        try await write(account, changes, assuming: Self.sameSecrets(account))
    }

    /// Lets codes be tried again after too many wrong ones. Throws ``SecondFactorError`` with `.nothingThere` when none were
    /// wrong, and `.conflict`.
    public func unlock(_ account: SecondFactorEntry) async throws {
        let failures = account.codes.failures
        guard failures != 0 else {
            throw SecondFactorError(.nothingThere, "\(account.address) has no wrong codes counted")
        }
        do {
            try await change(
                account,
                [.replace(SecondFactorAttributes.failures, "0"), .replace(SecondFactorAttributes.failedTime)],
                assuming: .equal(SecondFactorAttributes.failures, "\(failures)")
            )
        } catch let error as LDAPError where error.code == .assertionFailed || error.code == .noSuchObject {
            throw SecondFactorError.conflict(account.address)
        }
    }
}
