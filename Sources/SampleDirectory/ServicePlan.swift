/// What is generated of one service, in numbers that add up before anything is written.
struct ServicePlan: Sendable {
    let name: String
    let tenants: [TenantPlan]
    /// Accounts nobody has registered.
    let unclaimed: Int
    let blocked: Int
    let closed: Int
    /// Accounts with an active second factor.
    let twoFactor: Int
    /// The first second, counted from 1970, at which somebody registered.
    let opened: Int

    /// All accounts, closed ones and administrators included.
    var entries: Int { tenants.reduce(0) { $0 + $1.accounts } }

    var administrators: Int { tenants.count { $0.administrator != nil } }
}

/// What is generated of one tenant.
struct TenantPlan: Sendable {
    /// The steps of joining, in their order.
    enum Status: String, CaseIterable, Sendable {
        case requested, nda, credentials, mx, active, suspended, left
    }

    let name: String
    let code: String
    /// The domain of its addresses, then further ones.
    let domains: [String]
    /// Whether the domains are the tenant's own or the service's.
    var ownsDomains = false
    var status = Status.active
    /// All accounts, closed ones and the administrator included.
    var accounts: Int
    /// Local part of the address of the tenant's first account, who administers it.
    var administrator: String?
    /// Whether the administrators can be reached together, at `tim@` the first domain.
    var hasTeamAddress = false
}

/// The life of an account (`pamongAccountStatus`).
enum AccountStanding: String, Sendable {
    case uploaded, active, blocked, closed
}

/// Deals out the standings of a service's accounts: exactly as many of each as planned, spread evenly over the tenants.
/// Administrators are not dealt to: they are active.
struct StandingSequence {
    private var closed: EvenPick
    private var unclaimed: EvenPick
    private var blocked: EvenPick
    private var secured: EvenPick

    init(_ plan: ServicePlan) {
        let dealt = plan.entries - plan.administrators
        let registered = dealt - plan.closed - plan.unclaimed
        closed = EvenPick(plan.closed, of: dealt)
        unclaimed = EvenPick(plan.unclaimed, of: dealt - plan.closed)
        blocked = EvenPick(plan.blocked, of: registered)
        secured = EvenPick(plan.twoFactor, of: registered - plan.blocked)
    }

    mutating func next() -> (standing: AccountStanding, hasSecondFactor: Bool) {
        if closed.next() { return (.closed, false) }
        if unclaimed.next() { return (.uploaded, false) }
        if blocked.next() { return (.blocked, false) }
        return (.active, secured.next())
    }
}

/// Says yes `picks` times in `total` questions, at even distances.
struct EvenPick {
    private let picks: Int
    private let total: Int
    private var carried = 0

    init(_ picks: Int, of total: Int) {
        self.picks = picks
        self.total = total
    }

    mutating func next() -> Bool {
        carried += picks
        guard carried >= total, total > 0 else { return false }
        carried -= total
        return true
    }
}
