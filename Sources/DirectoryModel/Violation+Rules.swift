/// The rules that are judged before an upload as well as after a change, each in one place.
extension Violation {
    /// An address whose domain is not one of its tenant's, or not confirmed to be.
    public static func foreignDomain(_ address: MailAddress, attribute: String) -> Violation {
        Violation(
            attribute: attribute,
            rule: .foreignDomain,
            detail: "\(address): \(address.domain) is not a confirmed domain of this tenant"
        )
    }
}

extension Tenant {
    /// What one more account would break, when there are `others` already that are not closed.
    public func capViolation(others: Int) -> Violation? {
        guard let limit = maxAccounts, others >= limit else { return nil }
        return Violation(
            attribute: "pamongMaxAccounts",
            rule: .tooManyAccounts,
            detail: "the tenant has \(others) accounts and may have \(limit)"
        )
    }

    /// What an account's own quota, in bytes, would break.
    public func quotaViolation(_ quota: Int64?) -> Violation? {
        guard let limit = maxQuota, let quota, quota > limit else { return nil }
        return Violation(
            attribute: "pamongQuota",
            rule: .quotaTooLarge,
            detail: "\(quota) bytes, and the tenant's accounts may have \(limit)"
        )
    }
}
