internal import Hummingbird

/// `/admin/instansi`: tenants, their domains and administrators.
struct TenantsRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {}
}
