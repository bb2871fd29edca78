extension PageName {
    static let holds: [PageName] = []
}
