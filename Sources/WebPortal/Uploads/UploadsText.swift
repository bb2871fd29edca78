/// The texts of many accounts from a file.
enum UploadsText: String, WordTable {
    case navUploads

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navUploads: ("Unggah", "Upload")
        }
    }
}
