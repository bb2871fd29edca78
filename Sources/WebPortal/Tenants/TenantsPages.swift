extension PageName {
    static let tenantList = PageName("tenantList", PackageResources.tenantList_mustache)
    static let tenantPage = PageName("tenantPage", PackageResources.tenantPage_mustache)
    static let tenantNew = PageName("tenantNew", PackageResources.tenantNew_mustache)
    static let tenantConfirm = PageName("tenantConfirm", PackageResources.tenantConfirm_mustache)

    static let tenants: [PageName] = [tenantList, tenantPage, tenantNew, tenantConfirm]
}
