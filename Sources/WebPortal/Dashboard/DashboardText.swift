/// The texts of how a service stands.
enum DashboardText: String, WordTable {
    case navDashboard
    case dashboardTitle
    case chooseService
    case countedAt
    case figuresTitle
    case cardAdministrators
    case cardTreasuryAdministrators
    case cardUploaded
    case cardRegistered
    case registeredShare
    case cardBlocked
    case cardTwoFactor
    case twoFactorShare
    case cardTenants
    case monthTitle
    case monthAddsUp
    case notComplete
    case growthTitle
    case growthFigures
    case reconstructedMark
    case moreInReports
    case healthTitle
    case workerHeading
    case healthState
    case healthFollowing
    case healthRefreshing
    case healthDisconnected
    case healthLag
    case healthQueue
    case healthSetAside
    case healthHolds
    case healthQuarantine
    case healthAudit
    case healthAuditClean
    case healthAuditMended
    case healthAuditDiffers
    case healthAuditNever
    case healthStore
    case healthStoreGood
    case workerSilentHere
    case noFiguresYet
    case lagUnknown
    case lagNone
    case lagSeconds
    case lagMinutes
    case lagHours

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navDashboard: ("Dasbor", "Dashboard")
        case .dashboardTitle: ("Dasbor", "Dashboard")
        case .chooseService: ("Pilih layanan", "Choose a service")
        case .countedAt: ("Dihitung pada {waktu}", "Counted on {waktu}")
        case .figuresTitle: ("Jumlah saat ini", "Figures now")
        case .cardAdministrators: ("Total Admin", "Administrators")
        case .cardTreasuryAdministrators: ("Total Admin KPPN", "KPPN administrators")
        case .cardUploaded: ("Email Di-Upload", "Uploaded")
        case .cardRegistered: ("Email Ter-Registrasi", "Registered")
        case .registeredShare: ("{n} % dari email yang di-upload", "{n} % of the uploaded")
        case .cardBlocked: ("Email Di-Block", "Blocked")
        case .cardTwoFactor: ("2FA Aktif", "Second factor active")
        case .twoFactorShare: ("{n} % dari email yang ter-registrasi", "{n} % of the registered")
        case .cardTenants: ("Instansi", "Tenants")
        case .monthTitle: ("Perubahan bulan ini", "Changes this month")
        case .monthAddsUp:
            (
                "Awal + baru + pindah masuk − pindah keluar − dihapus = akhir",
                "Opening + created + moved in − moved out − removed = closing"
            )
        case .notComplete:
            (
                "Belum lengkap: perubahan baru dicatat sejak {waktu}. Jumlah awal adalah jumlah pada saat itu.",
                "Not complete: changes are recorded since {waktu} only. Opening counts are of that moment."
            )
        case .growthTitle: ("Pertumbuhan pengguna", "Growth")
        case .growthFigures: ("Angka pertumbuhan", "Growth in figures")
        case .reconstructedMark:
            (
                "* disusun dari waktu registrasi akun, sebelum perubahan dicatat",
                "* from the accounts' registration times, before changes were recorded"
            )
        case .moreInReports: ("Lihat semua laporan", "See all reports")
        case .healthTitle: ("Layanan sinkronisasi", "Sync worker")
        case .workerHeading: ("Server email {nama}", "Mail host {nama}")
        case .healthState: ("Keadaan", "State")
        case .healthFollowing: ("Sinkron dengan direktori", "In sync with the directory")
        case .healthRefreshing: ("Sedang mengambil perubahan", "Taking in changes")
        case .healthDisconnected: ("Tidak terhubung dengan direktori", "Not connected to the directory")
        case .healthLag: ("Selisih waktu", "Lag")
        case .healthQueue: ("Antrean pekerjaan", "Work waiting")
        case .healthSetAside: ("Dikesampingkan", "Set aside")
        case .healthHolds: ("Kelompok ditahan", "Held batches")
        case .healthQuarantine: ("Karantina", "Quarantine")
        case .healthAudit: ("Pemeriksaan terakhir", "Last audit")
        case .healthAuditClean: ("{waktu}: semuanya sesuai", "{waktu}: everything as it should be")
        case .healthAuditMended: ("{waktu}: {n} perbedaan, sudah diperbaiki", "{waktu}: {n} differences, mended")
        case .healthAuditDiffers: ("{waktu}: {n} perbedaan", "{waktu}: {n} differences")
        case .healthAuditNever: ("Belum pernah", "Never yet")
        case .healthStore: ("Penyimpanan email", "Mail store")
        case .healthStoreGood: ("Tidak ada masalah", "No problem")
        case .workerSilentHere:
            (
                "Layanan sinkronisasi ini tidak menjawab. Email tetap berjalan; angka muncul lagi setelah layanan ini hidup.",
                "This worker does not answer. Mail goes on; its figures come back with it."
            )
        case .noFiguresYet:
            (
                "Angka belum tersedia: layanan sinkronisasi tidak menjawab atau belum selesai membaca direktori.",
                "There are no figures: no sync worker answers, or none has read the whole directory yet."
            )
        case .lagUnknown: ("Belum diketahui", "Not known yet")
        case .lagNone: ("Kurang dari 1 detik", "Less than 1 second")
        case .lagSeconds: ("{n} detik", "{n} seconds")
        case .lagMinutes: ("{n} menit", "{n} minutes")
        case .lagHours: ("{n} jam", "{n} hours")
        }
    }
}
