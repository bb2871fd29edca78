public import LDAPClient
public import TwoFactor

extension SecondFactorStore {
    /// Exempts an account, or ends that with `nil`, over the connection of the administrator who answers for it: the
    /// directory's rules leave this to Admin Pusat.
    ///
    /// Throws ``SecondFactorError`` with `.notAllowed`, `.nothingThere` or `.conflict`.
    public func exempt(
        _ account: SecondFactorEntry,
        _ exemption: TwoFactorExemption?,
        as officer: DistinguishedName,
        over connection: LDAPConnection
    ) async throws {
        guard exemption != nil || account.exemption != nil else {
            throw SecondFactorError(.nothingThere, "\(account.address) is not exempt")
        }
        guard try exemption == nil || officer != DistinguishedName(account.dn) else {
            throw SecondFactorError(.notAllowed, "nobody exempts their own account: ask another administrator")
        }
        let removal = account.exemption.map { LDAPModification.delete(SecondFactorAttributes.exemption, $0) }
        let addition = exemption.map { LDAPModification.add(SecondFactorAttributes.exemption, $0.text) }
        try await write(account, [removal, addition].compactMap { $0 }, as: officer, over: connection) {
            SecondFactorError.conflict(account.address)
        }
    }

    /// A write of an officer's own: the directory's rules say whether they may.
    func write(
        _ account: SecondFactorEntry,
        _ changes: [LDAPModification],
        as officer: DistinguishedName,
        over connection: LDAPConnection,
        whenChanged: () -> SecondFactorError
    ) async throws {
        do {
            try await connection.modify(DistinguishedName(account.dn), changes)
        } catch let error as LDAPError {
            switch error.code {
            case .insufficientAccessRights, .noSuchObject:
                throw SecondFactorError(
                    .notAllowed,
                    "the directory does not let \(officer) do this to \(account.address)"
                )
            // A second value of an attribute that has but one is a constraint violation.
            case .noSuchAttribute, .attributeOrValueExists, .constraintViolation: throw whenChanged()
            default: throw error
            }
        }
    }
}
