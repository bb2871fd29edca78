/// What is counted, at one moment or as a difference between two: the columns of `census` and `baseline`.
public struct CensusCounts: Sendable, Hashable {
    /// Tenants: 1 or 0 for a scope, more for a service.
    public var tenants: Int
    /// Accounts that are uploaded, active or blocked: what the dashboards call "uploaded".
    public var accounts: Int
    /// Those of them that their owner has registered.
    public var registered: Int
    /// Those of them that are blocked.
    public var blocked: Int
    /// Those of them with an active second factor.
    public var secondFactor: Int
    /// Members of the administrators' group.
    public var administrators: Int

    /// Puts counts together; what is not given is 0.
    public init(
        tenants: Int = 0, accounts: Int = 0, registered: Int = 0, blocked: Int = 0, secondFactor: Int = 0,
        administrators: Int = 0
    ) {
        self.tenants = tenants
        self.accounts = accounts
        self.registered = registered
        self.blocked = blocked
        self.secondFactor = secondFactor
        self.administrators = administrators
    }

    /// Nothing of anything.
    public static let zero = CensusCounts()

    /// Adds count by count.
    public static func += (left: inout CensusCounts, right: CensusCounts) {
        left.tenants += right.tenants
        left.accounts += right.accounts
        left.registered += right.registered
        left.blocked += right.blocked
        left.secondFactor += right.secondFactor
        left.administrators += right.administrators
    }

    /// Subtracts count by count.
    public static func -= (left: inout CensusCounts, right: CensusCounts) {
        left.tenants -= right.tenants
        left.accounts -= right.accounts
        left.registered -= right.registered
        left.blocked -= right.blocked
        left.secondFactor -= right.secondFactor
        left.administrators -= right.administrators
    }

    /// The sum, count by count.
    public static func + (left: CensusCounts, right: CensusCounts) -> CensusCounts {
        var sum = left
        sum += right
        return sum
    }

    /// The difference, count by count.
    public static func - (left: CensusCounts, right: CensusCounts) -> CensusCounts {
        var difference = left
        difference -= right
        return difference
    }

    /// What rose: every count that is above zero, the others 0.
    public var risen: CensusCounts {
        CensusCounts(
            tenants: max(tenants, 0), accounts: max(accounts, 0), registered: max(registered, 0),
            blocked: max(blocked, 0), secondFactor: max(secondFactor, 0), administrators: max(administrators, 0))
    }

    /// What fell, as positive numbers: `self == risen - fallen`.
    public var fallen: CensusCounts { (.zero - self).risen }
}
