/// The texts of Programs that call the API.
enum ClientsText: String, WordTable {
    case navClients

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navClients: ("Klien API", "API clients")
        }
    }
}
