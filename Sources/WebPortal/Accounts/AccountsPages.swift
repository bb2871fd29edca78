extension PageName {
    static let accounts: [PageName] = [
        accountList, accountRows, accountSearch, accountDetail, accountEdit, accountNew, accountMove, accountAct,
        accountSecret, approvals, approval,
    ]

    static let accountList = PageName("accountList", PackageResources.accountList_mustache)
    /// The table alone, for the search while somebody types and as a part of other pages.
    static let accountRows = PageName("accountRows", PackageResources.accountRows_mustache)
    static let accountSearch = PageName("accountSearch", PackageResources.accountSearch_mustache)
    static let accountDetail = PageName("accountDetail", PackageResources.accountDetail_mustache)
    static let accountEdit = PageName("accountEdit", PackageResources.accountEdit_mustache)
    static let accountNew = PageName("accountNew", PackageResources.accountNew_mustache)
    static let accountMove = PageName("accountMove", PackageResources.accountMove_mustache)
    static let accountAct = PageName("accountAct", PackageResources.accountAct_mustache)
    static let accountSecret = PageName("accountSecret", PackageResources.accountSecret_mustache)
    static let approvals = PageName("approvals", PackageResources.approvals_mustache)
    static let approval = PageName("approval", PackageResources.approval_mustache)
}
