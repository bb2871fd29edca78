public import DirectoryModel

extension Counts {
    /// Adds count by count.
    public static func += (left: inout Counts, right: Counts) {
        left.tenants += right.tenants
        left.accounts += right.accounts
        left.registered += right.registered
        left.blocked += right.blocked
        left.secondFactor += right.secondFactor
        left.administrators += right.administrators
    }

    /// The difference, count by count.
    public static func - (left: Counts, right: Counts) -> Counts {
        left + (-right)
    }

    /// What rose: every count that is above zero, the others 0.
    public var risen: Counts {
        Counts(
            tenants: max(tenants, 0),
            accounts: max(accounts, 0),
            registered: max(registered, 0),
            blocked: max(blocked, 0),
            secondFactor: max(secondFactor, 0),
            administrators: max(administrators, 0)
        )
    }

    /// What fell, as positive numbers: `self == risen - fallen`.
    public var fallen: Counts { (-self).risen }
}
