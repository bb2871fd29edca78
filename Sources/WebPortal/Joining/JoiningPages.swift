extension PageName {
    static let joining: [PageName] = []
}
