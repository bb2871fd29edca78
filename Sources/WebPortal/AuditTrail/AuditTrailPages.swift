extension PageName {
    static let auditTrail: [PageName] = []
}
