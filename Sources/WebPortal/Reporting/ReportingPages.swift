extension PageName {
    static let report = PageName("report", PackageResources.report_mustache)
    /// A table of figures; also on the dashboard.
    static let figureTable = PageName("figureTable", PackageResources.figureTable_mustache)

    static let reportForm = PageName("reportForm", PackageResources.reportForm_mustache)

    static let reporting: [PageName] = [report, reportForm, figureTable]
}
