/// The texts of who changed what, and when.
enum AuditTrailText: String, WordTable {
    case navAuditTrail, trailTitle, trailLead, trailKept, trailFrom, trailTo, trailAuthor, trailEntry, trailKind
    case trailAllKinds, trailNameHint, trailTime, trailWho, trailWhat, trailWhich, trailNone, trailCutShort
    case trailOlder, trailNewest, trailNewName
    case trailCreated, trailChanged, trailMoved, trailRemoved, trailBlocked, trailClosed, trailActivated
    case trailFactorOn, trailFactorOff, trailHidden, trailHiddenFactor, trailNothing, trailManager, trailProgram
    case trailDateWrong, trailOrderWrong, trailAuthorUnknown, trailEntryWrong, trailPlaceWrong
    case attributeAddress, attributeAliases, attributeForward, attributeHost, attributeStatus, attributeReason
    case attributeQuota, attributeRegistered, attributeFactorSince, attributeMember, attributeDomain
    case attributeTenantStatus, attributeMaxAccounts, attributeMaxQuota, attributeName, attributeSurname
    case attributeGivenName, attributeTitle, attributeUnit, attributeEmployeeNumber, attributeTelephone
    case attributeMobile, attributeReset, attributeSessions, attributeExemption, attributeDeadline

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navAuditTrail: ("Jejak audit", "Audit trail")
        case .trailTitle: ("Jejak audit", "Audit trail")
        case .trailLead:
            (
                "Siapa mengubah apa, dan kapan. Kata sandi dan kunci tidak pernah ditampilkan.",
                "Who changed what, and when. Passwords and keys are never shown."
            )
        case .trailKept:
            (
                "Direktori menyimpan catatan ini selama 14 hari.",
                "The directory keeps this log for 14 days."
            )
        case .trailFrom: ("Dari tanggal", "From")
        case .trailTo: ("Sampai tanggal", "To")
        case .trailAuthor: ("Pelaku", "By whom")
        case .trailEntry: ("Entri yang diubah", "Changed entry")
        case .trailKind: ("Jenis", "Kind")
        case .trailAllKinds: ("Semua jenis", "All kinds")
        case .trailNameHint: ("Alamat email lengkap, atau DN.", "A whole mail address, or a DN.")
        case .trailTime: ("Waktu", "Time")
        case .trailWho: ("Oleh", "By")
        case .trailWhat: ("Apa", "What")
        case .trailWhich: ("Entri", "Entry")
        case .trailNone: ("Tidak ada perubahan dalam pilihan ini.", "There are no such changes.")
        case .trailCutShort:
            (
                "Pencarian dihentikan karena terlalu lama. Lanjutkan ke catatan yang lebih lama di bawah.",
                "The search was ended because it took too long. Go on to older records below."
            )
        case .trailOlder: ("Lebih lama", "Older")
        case .trailNewest: ("Terbaru", "Newest")
        case .trailNewName: ("menjadi", "now")
        case .trailCreated: ("Dibuat", "Created")
        case .trailChanged: ("Diubah", "Changed")
        case .trailMoved: ("Diganti nama atau dipindah", "Renamed or moved")
        case .trailRemoved: ("Dihapus", "Removed")
        case .trailBlocked: ("Diblokir", "Blocked")
        case .trailClosed: ("Ditutup", "Closed")
        case .trailActivated: ("Diaktifkan", "Made active")
        case .trailFactorOn: ("2FA diaktifkan", "Second factor activated")
        case .trailFactorOff: ("2FA dilepas", "Second factor taken away")
        case .trailHidden:
            ("Data yang tidak ditampilkan, misalnya kata sandi", "Data that is not shown, such as the password")
        case .trailHiddenFactor:
            (
                "Data autentikasi dua faktor, misalnya kata sandi aplikasi atau kode pemulihan",
                "Data of the second factor, such as app passwords or recovery codes"
            )
        case .trailNothing: ("kosong", "nothing")
        case .trailManager: ("Pengelola direktori", "The directory's manager")
        case .trailProgram: ("Layanan {nama}", "Service {nama}")
        case .trailDateWrong:
            ("Tulis tanggal seperti 2026-01-26.", "Write dates such as 2026-01-26.")
        case .trailOrderWrong:
            ("Tanggal awal harus sebelum tanggal akhir.", "The first day has to be before the last one.")
        case .trailAuthorUnknown:
            (
                "Tidak ada akun dengan alamat pelaku ini yang dapat Anda lihat. Tulis alamat lengkap, atau DN.",
                "You can see no account of this address. Write a whole address, or a DN."
            )
        case .trailEntryWrong:
            ("Entri: tulis alamat email lengkap, atau DN.", "Entry: write a whole mail address, or a DN.")
        case .trailPlaceWrong:
            ("Halaman ini tidak ada. Mulai lagi dari yang terbaru.", "There is no such page. Begin with the newest.")
        case .attributeAddress: ("Alamat", "Address")
        case .attributeAliases: ("Alamat lain", "Aliases")
        case .attributeForward: ("Teruskan ke", "Forwards to")
        case .attributeHost: ("Server surat", "Mail host")
        case .attributeStatus: ("Status", "Status")
        case .attributeReason: ("Alasan status", "Reason")
        case .attributeQuota: ("Kuota (byte)", "Quota (bytes)")
        case .attributeRegistered: ("Terdaftar sejak", "Registered")
        case .attributeFactorSince: ("2FA aktif sejak", "Second factor since")
        case .attributeMember: ("Anggota", "Members")
        case .attributeDomain: ("Domain", "Domain")
        case .attributeTenantStatus: ("Status instansi", "Tenant's status")
        case .attributeMaxAccounts: ("Batas jumlah akun", "Most accounts")
        case .attributeMaxQuota: ("Batas kuota", "Largest quota")
        case .attributeName: ("Nama", "Name")
        case .attributeSurname: ("Nama belakang", "Surname")
        case .attributeGivenName: ("Nama depan", "Given name")
        case .attributeTitle: ("Jabatan", "Position")
        case .attributeUnit: ("Unit kerja", "Unit")
        case .attributeEmployeeNumber: ("Nomor pegawai", "Employee number")
        case .attributeTelephone: ("Telepon", "Telephone")
        case .attributeMobile: ("Ponsel", "Mobile")
        case .attributeReset: ("Permintaan lepas 2FA", "Request to take the second factor away")
        case .attributeSessions: ("Sesi diakhiri", "Sessions ended")
        case .attributeExemption: ("Pengecualian 2FA", "Exemption from the second factor")
        case .attributeDeadline: ("Batas waktu 2FA", "Deadline of the second factor")
        }
    }
}
