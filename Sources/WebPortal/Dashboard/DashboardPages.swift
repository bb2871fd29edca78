extension PageName {
    static let dashboardPage = PageName("dashboard", PackageResources.dashboard_mustache)
    /// The part of the page that is fetched again while it is looked at.
    static let dashboardFigures = PageName("dashboardFigures", PackageResources.dashboardFigures_mustache)

    static let dashboard: [PageName] = [dashboardPage, dashboardFigures]
}
