internal import Hummingbird

/// `/admin/unggah`: many accounts from a file.
struct UploadsRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {}
}
