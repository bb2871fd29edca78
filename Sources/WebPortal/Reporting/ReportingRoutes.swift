internal import Hummingbird

/// `/admin/laporan`: census, delta and growth.
struct ReportingRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {}
}
