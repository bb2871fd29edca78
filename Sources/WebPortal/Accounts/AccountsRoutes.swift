internal import Hummingbird

/// `/admin/akun`: finding accounts, and changing them.
struct AccountsRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {}
}
