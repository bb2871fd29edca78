/// The texts of how an agency joins.
enum JoiningText: String, WordTable {
    case navJoining

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navJoining: ("Bergabung", "Joining")
        }
    }
}
