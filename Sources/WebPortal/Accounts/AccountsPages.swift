extension PageName {
    static let accounts: [PageName] = []
}
