/// What all administrators' pages share.
enum AdministrationText: String, WordTable {
    case adminNavigation
    case navOwnAccount
    case navAdministration
    case notAllowedTitle
    case notAllowed
    case conflict
    case workerSilent
    case search
    case filter
    case apply
    case cancel
    case save
    case close
    case reason
    case service
    case tenant
    case allServices
    case nothingFound
    case nextPage
    case previousPage
    case download
    case stepUpNeeded

    var texts: (indonesian: String, english: String) {
        switch self {
        case .adminNavigation: ("Menu admin", "Administration menu")
        case .navOwnAccount: ("Akun saya", "My account")
        case .navAdministration: ("Administrasi", "Administration")
        case .notAllowedTitle: ("Tidak diizinkan", "Not allowed")
        case .notAllowed: ("Anda tidak berhak melakukan ini.", "You are not allowed to do this.")
        case .conflict:
            (
                "Data ini sudah diubah orang lain. Periksa lagi, lalu ulangi bila masih perlu.",
                "Somebody else has changed this meanwhile. Look again, and repeat if it is still needed."
            )
        case .workerSilent:
            (
                "Layanan sinkronisasi tidak menjawab, jadi angka dan daftar ini belum tersedia. Data di direktori tidak terpengaruh.",
                "The sync worker does not answer, so these figures and lists are not available. What is in the directory is not affected."
            )
        case .search: ("Cari", "Search")
        case .filter: ("Saring", "Filter")
        case .apply: ("Terapkan", "Apply")
        case .cancel: ("Batal", "Cancel")
        case .save: ("Simpan", "Save")
        case .close: ("Tutup", "Close")
        case .reason: ("Alasan", "Reason")
        case .service: ("Layanan", "Service")
        case .tenant: ("Instansi", "Tenant")
        case .allServices: ("Semua layanan", "All services")
        case .nothingFound: ("Tidak ada yang ditemukan.", "Nothing was found.")
        case .nextPage: ("Berikutnya", "Next")
        case .previousPage: ("Sebelumnya", "Previous")
        case .download: ("Unduh CSV", "Download CSV")
        case .stepUpNeeded:
            (
                "Untuk tindakan ini masukkan kata sandi dan kode verifikasi sekali lagi.",
                "For this, give your password and a verification code once more."
            )
        }
    }
}
