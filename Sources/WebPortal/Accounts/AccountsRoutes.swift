internal import Hummingbird

/// `/admin/akun` and `/admin/persetujuan`: finding accounts, changing them, and the second factor's office.
struct AccountsRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {
        AccountListRoutes(desk: desk).add(to: router)
        AccountExport(desk: desk).add(to: router)
        AccountCreationRoutes(desk: desk).add(to: router)
        AccountPageRoutes(desk: desk).add(to: router)
        AccountEditRoutes(desk: desk).add(to: router)
        AccountMoveRoutes(desk: desk).add(to: router)
        AccountActRoutes(desk: desk).add(to: router)
        ApprovalRoutes(desk: desk).add(to: router)
    }
}
