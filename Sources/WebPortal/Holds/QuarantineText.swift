/// The texts of the quarantine, and of work that was set aside.
enum QuarantineText: String, WordTable {
    case quarantineTitle
    case quarantineLead
    case quarantineNone
    case quarantineEntry
    case quarantineWrong
    case quarantineMend
    case quarantineSince
    case quarantineServed
    case quarantineNotServed
    case quarantineTotal
    case setAsideTitle
    case setAsideLead
    case setAsideNone
    case setAsideWork
    case setAsideReason
    case setAsideAttempts
    case setAsideMore
    case retryButton
    case wasRetried
    case urgencyBlock
    case urgencyChange
    case urgencyArchive
    case urgencyCreate
    case ruleMissingValue
    case ruleBrokenValue
    case ruleUnknownService
    case ruleUnknownTenant
    case ruleForeignDomain
    case ruleDuplicateAddress
    case ruleTooManyAccounts
    case ruleQuotaTooLarge
    case mendMissingValue
    case mendBrokenValue
    case mendUnknownService
    case mendUnknownTenant
    case mendForeignDomain
    case mendDuplicateAddress
    case mendTooManyAccounts
    case mendQuotaTooLarge

    var texts: (indonesian: String, english: String) {
        switch self {
        case .quarantineTitle: ("Karantina", "Quarantine")
        case .quarantineLead:
            (
                "Data akun di bawah ini melanggar aturan, jadi perubahan terakhirnya belum dipakai. Setelah diperbaiki di direktori, akun keluar dari karantina dengan sendirinya.",
                "These entries break a rule, so their last change is not in use. Once mended in the directory they leave the quarantine by themselves."
            )
        case .quarantineNone: ("Tidak ada akun dalam karantina.", "Nothing is in quarantine.")
        case .quarantineEntry: ("Akun", "Account")
        case .quarantineWrong: ("Yang salah", "What is wrong")
        case .quarantineMend: ("Cara memperbaiki", "How to mend it")
        case .quarantineSince: ("Sejak", "Since")
        case .quarantineServed: ("Data lama yang benar masih dipakai", "Its last good state is still served")
        case .quarantineNotServed: ("Belum dilayani", "Not served")
        case .quarantineTotal: ("{n} akun dalam karantina", "{n} entries in quarantine")
        case .setAsideTitle: ("Pekerjaan yang dikesampingkan", "Work set aside")
        case .setAsideLead:
            (
                "Penyimpanan email menolak pekerjaan ini. Pekerjaan dicoba lagi bila akunnya berubah atau diminta.",
                "The mail store refused this work. It is tried again when the account changes, or when asked for."
            )
        case .setAsideNone: ("Tidak ada pekerjaan yang dikesampingkan.", "No work is set aside.")
        case .setAsideWork: ("Pekerjaan", "Work")
        case .setAsideReason: ("Alasan", "Reason")
        case .setAsideAttempts: ("Percobaan", "Attempts")
        case .setAsideMore: ("Ditampilkan {n} dari {jumlah}.", "{n} of {jumlah} are shown.")
        case .retryButton: ("Coba semua lagi", "Try all again")
        case .wasRetried:
            ("Semua pekerjaan yang dikesampingkan dicoba lagi.", "All work that was set aside is tried again.")
        case .urgencyBlock: ("Blokir", "Block")
        case .urgencyChange: ("Perubahan", "Change")
        case .urgencyArchive: ("Arsip", "Archive")
        case .urgencyCreate: ("Kotak surat baru", "New mailbox")
        case .ruleMissingValue: ("Nilai wajib belum diisi", "A value is missing")
        case .ruleBrokenValue: ("Nilai tidak sah", "A value is not valid")
        case .ruleUnknownService: ("Layanan tidak dikenal", "Unknown service")
        case .ruleUnknownTenant: ("Instansi tidak dikenal", "Unknown tenant")
        case .ruleForeignDomain: ("Domain bukan milik instansi ini", "The domain is not this tenant's")
        case .ruleDuplicateAddress: ("Alamat sudah dipakai akun lain", "The address is another account's")
        case .ruleTooManyAccounts: ("Jumlah akun melebihi batas instansi", "More accounts than the tenant may have")
        case .ruleQuotaTooLarge: ("Kuota melebihi batas instansi", "The quota is larger than the tenant's limit")
        case .mendMissingValue: ("Isi {atribut}.", "Add a value for {atribut}.")
        case .mendBrokenValue:
            ("Ganti nilai {atribut} dengan yang sah.", "Replace the value of {atribut} by a valid one.")
        case .mendUnknownService:
            ("Pindahkan akun ke bawah layanan yang ada.", "Move the entry below a service that exists.")
        case .mendUnknownTenant:
            (
                "Pindahkan akun ke ou=accounts instansi yang ada.",
                "Move the entry below ou=accounts of a tenant that exists."
            )
        case .mendForeignDomain:
            (
                "Pakai domain milik instansi, atau daftarkan dulu domain ini untuk instansi; Admin Pusat lalu mengesahkannya.",
                "Use a domain of the tenant, or add the domain to the tenant first, which Admin Pusat then confirms."
            )
        case .mendDuplicateAddress:
            ("Hapus alamat ini dari salah satu dari dua akun.", "Remove the address from one of the two accounts.")
        case .mendTooManyAccounts:
            (
                "Tutup akun yang tidak dipakai lagi, atau minta Admin Pusat menaikkan batasnya.",
                "Close accounts that are no longer used, or ask Admin Pusat to raise the limit."
            )
        case .mendQuotaTooLarge:
            (
                "Turunkan kuota akun, atau minta Admin Pusat menaikkan batasnya.",
                "Lower the account's quota, or ask Admin Pusat to raise the limit."
            )
        }
    }
}
