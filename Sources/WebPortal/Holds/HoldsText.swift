/// The texts of what waits for a second person, and what is set aside.
enum HoldsText: String, WordTable {
    case navHolds
    case navQuarantine
    case holdsTitle
    case holdsLead
    case holdsNone
    case holdNumber
    case holdAbout
    case holdServer
    case holdAccounts
    case holdOpened
    case holdState
    case holdOpen
    case holdReleased
    case holdRejected
    case holdWithdrawn
    case holdOfAll
    case holdOfService
    case holdTitle
    case holdReason
    case holdReasonWords
    case holdDecided
    case holdListTitle
    case holdAddress
    case holdKind
    case holdBefore
    case holdSince
    case kindBlock
    case kindClose
    case kindRemoval
    case kindDeparture
    case decideTitle
    case decideLead
    case decideSure
    case decideNotSure
    case releaseButton
    case releaseExplained
    case rejectButton
    case rejectExplained
    case holdListChanged
    case holdDecidedAlready
    case refusedNotAdministrator
    case refusedHeadOfficeOnly
    case refusedOwnChange
    case refusedAuthorUnknown
    case wasReleased
    case wasRejected
    case someWorkersSilent
    case pageOf

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navHolds: ("Ditahan", "Held batches")
        case .navQuarantine: ("Karantina", "Quarantine")
        case .holdsTitle: ("Kelompok yang ditahan", "Held batches")
        case .holdsLead:
            (
                "Bila terlalu banyak akun diblokir, ditutup, atau dihapus sekaligus, kotak suratnya belum disentuh sampai orang kedua memeriksa daftarnya.",
                "When too many accounts are blocked, closed or removed at once, their mailboxes are left alone until a second person has looked at the list."
            )
        case .holdsNone: ("Tidak ada kelompok yang ditahan.", "Nothing is held.")
        case .holdNumber: ("Nomor", "Number")
        case .holdAbout: ("Tentang", "About")
        case .holdServer: ("Server email", "Mail host")
        case .holdAccounts: ("Jumlah akun", "Accounts")
        case .holdOpened: ("Sejak", "Since")
        case .holdState: ("Keadaan", "State")
        case .holdOpen: ("Menunggu keputusan", "Waiting")
        case .holdReleased: ("Dilepaskan", "Released")
        case .holdRejected: ("Ditolak", "Rejected")
        case .holdWithdrawn: ("Sudah dipulihkan di direktori", "Put back in the directory")
        case .holdOfAll: ("Semua layanan", "All services")
        case .holdOfService: ("Seluruh layanan {nama}", "All of {nama}")
        case .holdTitle: ("Kelompok ditahan nomor {n}", "Held batch {n}")
        case .holdReason: ("Alasan ditahan", "Why it is held")
        case .holdReasonWords:
            (
                "{n} blokir, penutupan, dan penghapusan dalam {menit} menit dari {akun} akun; batasnya {batas}.",
                "{n} blocks, closes and removals within {menit} minutes, of {akun} accounts; {batas} are allowed."
            )
        case .holdDecided: ("Diputuskan", "Decided")
        case .holdListTitle: ("Akun dalam kelompok ini", "Accounts of this batch")
        case .holdAddress: ("Alamat email", "Address")
        case .holdKind: ("Yang akan dilakukan", "What is to be done")
        case .holdBefore: ("Status sebelumnya", "Status before")
        case .holdSince: ("Sejak", "Since")
        case .kindBlock: ("Diblokir", "Block")
        case .kindClose: ("Ditutup, kotak surat diarsipkan", "Close, archive the mailbox")
        case .kindRemoval: ("Dihapus, kotak surat diarsipkan", "Remove, archive the mailbox")
        case .kindDeparture: ("Pindah ke server email lain", "Moved to another mail host")
        case .decideTitle: ("Keputusan", "Decision")
        case .decideLead:
            (
                "Putuskan hanya setelah memeriksa daftar di atas sampai selesai. Yang membuat perubahan ini tidak dapat memutuskannya sendiri.",
                "Decide only after looking at the whole list above. Whoever made these changes cannot decide about them."
            )
        case .decideSure:
            ("Saya sudah memeriksa {n} akun dalam daftar ini.", "I have looked at the {n} accounts of this list.")
        case .decideNotSure:
            (
                "Belum diputuskan. Periksa daftarnya, lalu centang pernyataan di bawah.",
                "Nothing was decided. Look at the list, then tick the statement below."
            )
        case .releaseButton: ("Lepaskan: laksanakan perubahan", "Release: carry the changes out")
        case .releaseExplained:
            (
                "Akun-akun ini diblokir, ditutup, atau dihapus seperti di direktori. Tidak dapat dibatalkan.",
                "These accounts are blocked, closed or removed as the directory says. It cannot be taken back."
            )
        case .rejectButton: ("Tolak: jangan laksanakan", "Reject: do none of it")
        case .rejectExplained:
            (
                "Kotak surat tidak disentuh. Setelah itu pulihkan akun-akun ini di direktori.",
                "The mailboxes are left alone. Put the accounts back in the directory afterwards."
            )
        case .holdListChanged:
            (
                "Daftar ini berubah setelah Anda membukanya. Periksa lagi daftar yang sekarang, lalu putuskan.",
                "The list has changed since you opened it. Look at the list as it is now, then decide."
            )
        case .holdDecidedAlready:
            ("Kelompok ini sudah diputuskan atau sudah dipulihkan.", "This batch was decided or put back already.")
        case .refusedNotAdministrator:
            ("Hanya admin yang dapat memutuskan.", "Only administrators can decide.")
        case .refusedHeadOfficeOnly:
            (
                "Kelompok ini menyangkut lebih dari satu instansi: hanya Admin Pusat yang dapat memutuskan.",
                "This batch reaches beyond one tenant: only Admin Pusat may decide."
            )
        case .refusedOwnChange:
            (
                "Anda sendiri yang membuat (sebagian) perubahan ini: orang kedua harus memutuskan.",
                "You made (some of) these changes yourself: a second person has to decide."
            )
        case .refusedAuthorUnknown:
            (
                "Tidak dapat diketahui siapa yang membuat perubahan ini: hanya Admin Pusat yang dapat memutuskan.",
                "It cannot be told who made these changes: only Admin Pusat may decide."
            )
        case .wasReleased: ("Kelompok ini dilepaskan.", "The batch was released.")
        case .wasRejected:
            (
                "Kelompok ini ditolak. Pulihkan sekarang akun-akunnya di direktori.",
                "The batch was rejected. Now put its accounts back in the directory."
            )
        case .someWorkersSilent:
            (
                "Sebagian layanan sinkronisasi tidak menjawab, jadi daftar ini belum lengkap.",
                "Not every sync worker answers, so this list is not complete."
            )
        case .pageOf: ("Halaman {n} dari {jumlah}", "Page {n} of {jumlah}")
        }
    }
}
