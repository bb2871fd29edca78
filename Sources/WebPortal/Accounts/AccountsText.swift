/// The texts of finding accounts, and changing them.
enum AccountsText: String, WordTable {
    case navAccounts

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navAccounts: ("Akun email", "Mail accounts")
        }
    }
}
