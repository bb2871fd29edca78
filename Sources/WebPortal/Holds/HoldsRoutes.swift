internal import Hummingbird

/// `/admin/tahanan` and `/admin/karantina`: what waits for a second person, and what is set aside.
struct HoldsRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {}
}
