/// What reports count by: a tenant within a service, by the names it has or had. Two scopes may bear the same names,
/// when a tenant was deleted and made again.
public struct LedgerScope: Sendable, Hashable {
    /// The row that ledger, census and baseline refer to.
    public let id: Int64
    /// The service's name, such as `sakti.mail.go.id`.
    public let service: String
    /// The tenant's name; empty for accounts right below the service.
    public let tenant: String

    /// Names a scope.
    public init(id: Int64, service: String, tenant: String) {
        self.id = id
        self.service = service
        self.tenant = tenant
    }
}
