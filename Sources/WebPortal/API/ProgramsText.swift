/// The texts about the interfaces for programs.
enum ProgramsText: String, WordTable {
    case programsTitle
    case programsIntroduction
    case programsReading
    case programsReadingText
    case programsDocument
    case programsAccounts
    case programsAccountsText
    case programsToken
    case programsTokenText
    case programsErrors
    case programsErrorsText

    var texts: (indonesian: String, english: String) {
        switch self {
        case .programsTitle: ("Antarmuka untuk program", "Interfaces for programs")
        case .programsIntroduction:
            (
                "Halaman ini untuk pengembang aplikasi instansi yang membaca angka, daftar, dan perubahan, atau membuat akun.",
                "This page is for those who write an agency's programs: to read figures, lists and changes, or to make accounts."
            )
        case .programsReading: ("Membaca: /api/v1", "Reading: /api/v1")
        case .programsReadingText:
            (
                "Angka, pertumbuhan, perubahan, instansi, akun, kelompok yang ditahan, dan karantina, sebagai JSON; laporan juga sebagai CSV. Semuanya dijelaskan dalam dokumen OpenAPI 3.1:",
                "Figures, growth, changes, tenants, accounts, held batches and quarantine, as JSON; reports as CSV too. All of it is described in an OpenAPI 3.1 document:"
            )
        case .programsDocument: ("Dokumen OpenAPI", "OpenAPI document")
        case .programsAccounts: ("Membuat dan mengubah akun: /scim/v2", "Making and changing accounts: /scim/v2")
        case .programsAccountsText:
            (
                "Pendaftaran akun memakai SCIM 2.0 (RFC 7643 dan RFC 7644).",
                "Accounts are registered by SCIM 2.0 (RFC 7643 and RFC 7644)."
            )
        case .programsToken: ("Token", "Tokens")
        case .programsTokenText:
            (
                "Setiap program memakai token miliknya sendiri pada header Authorization: Bearer. Admin Pusat membuatnya dan menentukan layanan atau instansi yang boleh dilihat. Yang lain tidak ada bagi program itu: jawabannya 404. Token tidak boleh ditulis di log atau dikirim lewat email.",
                "Each program uses a token of its own, in the header Authorization: Bearer. Admin Pusat makes it and decides which services or tenants it may see. Anything else does not exist for the program: the answer is 404. Do not log tokens, and do not send them by mail."
            )
        case .programsErrors: ("Kesalahan dan batas", "Errors and limits")
        case .programsErrorsText:
            (
                "Kesalahan dijawab sebagai application/problem+json (RFC 9457): apa yang salah, di mana, dan cara memperbaikinya. Sisa permintaan per menit ada pada header RateLimit; setelah 429 tunggu selama Retry-After.",
                "Errors come as application/problem+json (RFC 9457): what is wrong, where, and how to mend it. The header RateLimit says how many requests are left in the minute; after a 429 wait as long as Retry-After says."
            )
        }
    }
}
