extension PageName {
    static let joiningList = PageName("joiningList", PackageResources.joiningList_mustache)
    static let joiningRequest = PageName("joiningRequest", PackageResources.joiningRequest_mustache)
    static let joiningPage = PageName("joiningPage", PackageResources.joiningPage_mustache)
    static let joiningReason = PageName("joiningReason", PackageResources.joiningReason_mustache)
    static let joiningPassword = PageName("joiningPassword", PackageResources.joiningPassword_mustache)

    static let joining: [PageName] = [joiningList, joiningRequest, joiningPage, joiningReason, joiningPassword]
}
