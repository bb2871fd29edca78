internal import Hummingbird

/// `/admin/bergabung`: how an agency joins.
struct JoiningRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {}
}
