extension PageName {
    static let uploads: [PageName] = []
}
