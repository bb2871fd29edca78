/// A rule of the platform that an entry breaks, with what a directory admin needs to mend it.
public struct Violation: Sendable, Hashable, Codable {
    /// The rules there are; the raw values are the names that `quarantine list` and the API print.
    public enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
        case missingValue = "missing-value"
        case brokenValue = "broken-value"
        case unknownService = "unknown-service"
        case unknownTenant = "unknown-tenant"
        case foreignDomain = "foreign-domain"
        case duplicateAddress = "duplicate-address"
        case tooManyAccounts = "too-many-accounts"
        case quotaTooLarge = "quota-too-large"
    }

    /// The attribute to mend.
    public var attribute: String
    /// The rule that is broken.
    public var rule: Rule
    /// What is wrong, with the value; never a secret, since no secret is ever read.
    public var detail: String

    /// States what is wrong.
    public init(attribute: String, rule: Rule, detail: String) {
        self.attribute = attribute
        self.rule = rule
        self.detail = detail
    }

    /// What to do about it.
    public var remedy: String {
        switch rule {
        case .missingValue: "add a value for \(attribute)"
        case .brokenValue: "replace the value of \(attribute) by a valid one"
        case .unknownService: "move the entry below a cn=<service>,ou=services entry"
        case .unknownTenant: "move the entry below ou=accounts,o=<tenant> of its service"
        case .foreignDomain:
            "use a domain of the tenant, or add an associatedDomain entry for it below the tenant's ou=domains, which Admin Pusat "
                + "then confirms (pamong tenant domain confirm)"
        case .duplicateAddress: "remove the address from one of the two entries"
        case .tooManyAccounts: "raise pamongMaxAccounts of the tenant, or close accounts that are no longer used"
        case .quotaTooLarge: "lower pamongQuota, or raise pamongMaxQuota of the tenant"
        }
    }
}
