/// The texts of tenants, their domains and administrators.
enum TenantsText: String, WordTable {
    case navTenants

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navTenants: ("Instansi", "Tenants")
        }
    }
}
