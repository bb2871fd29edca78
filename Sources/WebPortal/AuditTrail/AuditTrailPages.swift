extension PageName {
    static let auditTrail: [PageName] = [auditTrailPage]
    static let auditTrailPage = PageName("auditTrail", PackageResources.auditTrail_mustache)
}
