internal import NIOCore
internal import TwoFactor

/// Recovery codes, which stand in for the authenticator once.
extension JudgeCore {
    /// Looks at the code before slapd is asked about the password, as with codes of an authenticator. The gate only reads them:
    /// whoever lets somebody in with one removes it first, and that is the portal.
    func openWithRecoveryCode(
        _ typed: SecretBytes,
        _ account: AccountRecord,
        _ ring: KeyRing,
        _ attempt: LoginAttempt
    ) -> BindOpening {
        guard codes.isReady else { return unavailable(attempt, .writesDown) }
        guard let split = PasswordWithRecoveryCode.splitOff(from: typed) else {
            return ask(account.dn, typed, attempt) { .refuse(.recoveryWrong, .wrong) }
        }
        do {
            let stored = account.recoveryCodes.compactMap { try? StoredRecoveryCode($0.utf8) }
            let isRight = try ring.match(split.code, for: account.entryUUID, among: stored) != nil
            // Wrong ones count together with the authenticator's, and the same limits hold for both.
            return ask(account.dn, split.password, attempt) {
                isRight ? .admitUnlessLocked(.recovery) : .code(CodeAttempt(step: nil))
            }
        } catch {
            log.alarm(.sealBroken, "the recovery codes cannot be judged: \(error)", of: attempt)
            return unavailable(attempt, .sealBroken)
        }
    }
}
