internal import DirectoryModel
internal import LDAPClient
public import TwoFactor

extension SecondFactorStore {
    /// Uses a recovery code up, and answers how many are left: whoever is told a number, and nobody else, may be let in with it.
    /// `nil` when it is none of the account's, or no longer, or the account cannot log in any more; of two at the same moment one is
    /// told so.
    ///
    /// The password is none of its affair: the gate has judged both before. Throws `TwoFactorError` when the ring lacks a key, and
    /// `LDAPError`.
    public func useRecoveryCode(_ code: RecoveryCode, of account: SecondFactorEntry) async throws -> Int? {
        let stored = account.recoveryCodes.compactMap { try? StoredRecoveryCode($0.utf8) }
        guard let match = try keyRing.match(code, for: account.uuid, among: stored) else { return nil }
        do {
            try await write(
                account,
                [.delete(SecondFactorAttributes.recoveryCode, match.text)],
                assuming: .and([
                    Self.same(account), .equal(SecondFactorAttributes.status, AccountStatus.active.rawValue),
                    .present(SecondFactorAttributes.since),
                ])
            )
        } catch let error as SecondFactorError where error.code == .conflict {
            return nil
        }
        return account.recoveryCodes.count - 1
    }
}
