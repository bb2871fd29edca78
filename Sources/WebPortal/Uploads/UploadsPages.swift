extension PageName {
    static let uploadList = PageName("uploadList", PackageResources.uploadList_mustache)
    static let uploadForm = PageName("uploadForm", PackageResources.uploadForm_mustache)
    static let upload = PageName("upload", PackageResources.upload_mustache)
    static let uploadRows = PageName("uploadRows", PackageResources.uploadRows_mustache)

    static let uploads: [PageName] = [uploadList, uploadForm, upload, uploadRows]
}
