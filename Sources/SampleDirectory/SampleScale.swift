/// How large a sample is.
public enum SampleScale: String, Hashable, Sendable, CaseIterable {
    /// 2,000 accounts in which every situation occurs: all statuses, tenants at every step of joining, aliases, forwards,
    /// several domains per agency, an agency of 40 people, two mail hosts, second factor on and off.
    case small
    /// The platform as it is: 266,087 accounts with the figures of its dashboards, all of them in order.
    case full
}

/// What a sample holds of one service, to compare a census with.
public struct SampleFigures: Hashable, Sendable {
    /// The service's name, such as `sakti.mail.go.id`.
    public let service: String
    /// All tenants, at whatever step of joining.
    public let tenants: Int
    /// Tenants whose status is `active`.
    public let activeTenants: Int
    /// Accounts that are not closed; on the dashboard of sakti these are the *uploaded*.
    public let accounts: Int
    /// Accounts that are not closed and have a time of registration.
    public let registered: Int
    /// Accounts whose status is `blocked`; all of them were registered.
    public let blocked: Int
    /// Accounts whose status is `closed`, counted nowhere else.
    public let closed: Int
    /// Accounts with `pamongTwoFactorSince`; all of them are active.
    public let twoFactor: Int
    /// Accounts that are members of the administrators' group of their own tenant; they are among `accounts`.
    public let administrators: Int
}

extension SampleFigures {
    init(_ plan: ServicePlan) {
        service = plan.name
        tenants = plan.tenants.count
        activeTenants = plan.tenants.count { $0.status == .active }
        accounts = plan.entries - plan.closed
        registered = accounts - plan.unclaimed
        blocked = plan.blocked
        closed = plan.closed
        twoFactor = plan.twoFactor
        administrators = plan.administrators
    }
}
