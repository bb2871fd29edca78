/// The texts of census, delta and growth.
enum ReportingText: String, WordTable {
    case navReporting

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navReporting: ("Laporan", "Reports")
        }
    }
}
