internal import Hummingbird

/// `/admin`: how a service stands.
struct DashboardRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {}
}
