/// The texts of what waits for a second person, and what is set aside.
enum HoldsText: String, WordTable {
    case navHolds
    case navQuarantine

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navHolds: ("Ditahan", "Held batches")
        case .navQuarantine: ("Karantina", "Quarantine")
        }
    }
}
