internal import Hummingbird

/// `/admin/jejak`: who changed what, and when.
struct AuditTrailRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {}
}
