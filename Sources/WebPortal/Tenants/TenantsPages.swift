extension PageName {
    static let tenants: [PageName] = []
}
