internal import Hummingbird

/// Programs that call the API.
struct ClientsRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {}
}
