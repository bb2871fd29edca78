internal import LDAPClient
internal import LDAPDirectory
internal import Reports

/// What a program may know of: its services and tenants. Everything else does not exist for it.
struct APIScope: Sendable {
    let scopes: Set<ClientScope>
    let suffix: DistinguishedName

    /// As the workers are told it.
    var places: [ReportPlace] {
        scopes.map { ReportPlace(service: $0.service, tenant: $0.tenant) }
            .sorted { ($0.service, $0.tenant ?? "") < ($1.service, $1.tenant ?? "") }
    }

    /// Whether a tenant is in it; without one, whether the whole service is.
    func sees(service: String, tenant: String?) -> Bool {
        scopes.contains { $0.holds(service: service, tenant: tenant) }
    }

    /// Whether an entry of the tree is.
    func sees(_ dn: String) -> Bool {
        guard let name = try? DistinguishedName(dn) else { return false }
        return scopes.contains { scope in
            let top = scope.entry(in: suffix)
            return name == top || name.isDescendant(of: top)
        }
    }

    /// Whether all of these services are.
    func holds(all services: [String]) -> Bool { services.allSatisfy { sees(service: $0, tenant: nil) } }

    /// What a request is about: the whole scope, or the part of it that is named. Throws ``APIProblem/notFound`` for a name
    /// that is not in it.
    func selection(service: String?, tenant: String?) throws -> ReportSelection {
        guard let service else {
            guard tenant == nil else {
                throw APIProblem(
                    parameter: "tenant",
                    "several services may have a tenant of this name",
                    how: "give its service too"
                )
            }
            return ReportSelection(within: places)
        }
        // Its own spelling, for the workers compare letter by letter.
        guard
            let known = scopes.first(where: { ClientScope(service: $0.service).holds(service: service, tenant: nil) }),
            tenant == nil || sees(service: service, tenant: tenant)
        else { throw APIProblem.notFound }
        return ReportSelection(service: known.service, tenant: tenant, within: places)
    }
}
