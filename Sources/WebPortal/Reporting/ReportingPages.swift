extension PageName {
    static let reporting: [PageName] = []
}
