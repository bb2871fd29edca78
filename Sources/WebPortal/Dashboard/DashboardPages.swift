extension PageName {
    static let dashboard: [PageName] = []
}
