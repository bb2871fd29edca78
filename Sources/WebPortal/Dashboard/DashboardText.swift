/// The texts of how a service stands.
enum DashboardText: String, WordTable {
    case navDashboard

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navDashboard: ("Dasbor", "Dashboard")
        }
    }
}
