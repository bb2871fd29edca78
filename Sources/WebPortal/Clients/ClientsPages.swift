extension PageName {
    static let clients: [PageName] = []
}
