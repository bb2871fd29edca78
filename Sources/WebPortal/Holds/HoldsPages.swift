extension PageName {
    static let holdList = PageName("holdList", PackageResources.holdList_mustache)
    static let holdDetail = PageName("holdDetail", PackageResources.holdDetail_mustache)
    static let quarantine = PageName("quarantine", PackageResources.quarantine_mustache)
    /// The way to the other pages of a long list.
    static let pager = PageName("pager", PackageResources.pager_mustache)

    static let holds: [PageName] = [holdList, holdDetail, quarantine, pager]
}
