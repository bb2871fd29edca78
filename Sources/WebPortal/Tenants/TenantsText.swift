/// The texts of tenants, their domains and administrators.
enum TenantsText: String, WordTable {
    case navTenants
    case tenantTitle
    case tenantListLead
    case tenantSearchHint
    case tenantAnyStatus
    case tenantName
    case tenantCode
    case tenantCodeHint
    case tenantStatus
    case tenantAccounts
    case tenantRegistered
    case tenantBlocked
    case tenantTwoFactor
    case tenantMaxAccounts
    case tenantMaxAccountsHint
    case tenantMaxQuota
    case tenantMaxQuotaHint
    case tenantNoLimit
    case tenantCount
    case tenantNew
    case tenantNewTitle
    case tenantNewLead
    case tenantNewByLetter
    case tenantMake
    case tenantMade
    case tenantNameTaken
    case tenantNameWrong
    case tenantServiceWrong
    case tenantCodeWrong
    case tenantMaxAccountsWrong
    case tenantMaxQuotaWrong
    case tenantData
    case tenantJoiningLink
    case tenantCaps
    case tenantCapsSaved
    case tenantDomains
    case tenantDomainsLead
    case tenantNoDomains
    case tenantDomain
    case tenantDomainState
    case tenantDomainListed
    case tenantDomainIsConfirmed
    case tenantMx
    case tenantMxChecked
    case tenantAction
    case tenantDomainAdd
    case tenantDomainHint
    case tenantDomainConfirm
    case tenantDomainRemove
    case tenantDomainAdded
    case tenantDomainConfirmed
    case tenantDomainRemoved
    case tenantDomainTaken
    case tenantDomainWrong
    case tenantDomainRemoveTitle
    case tenantDomainRemoveLead
    case tenantAdmins
    case tenantNoAdmins
    case tenantAdminAdd
    case tenantAdminAddress
    case tenantAdminHint
    case tenantAdminAdded
    case tenantAdminRemove
    case tenantAdminRemoveTitle
    case tenantAdminRemoveLead
    case tenantAdminRemoved
    case tenantAdminWrong
    case tenantRecords
    case tenantWhen
    case tenantWho
    case tenantStep
    case tenantNote
    case tenantNoRecords
    case tenantDrift

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navTenants:
            (
                "Instansi",
                "Tenants"
            )
        case .tenantTitle:
            (
                "Instansi",
                "Tenant"
            )
        case .tenantListLead:
            (
                "Instansi, KPPN, dan pemerintah desa yang memakai layanan, menurut layanan dan nama.",
                "Agencies, treasury offices and village authorities that use the services, by service and name."
            )
        case .tenantSearchHint:
            (
                "Sebagian nama, atau kode maupun domain lengkap",
                "A part of the name, or the whole code or domain"
            )
        case .tenantAnyStatus:
            (
                "Semua status",
                "Any status"
            )
        case .tenantName:
            (
                "Nama instansi",
                "Name of the tenant"
            )
        case .tenantCode:
            (
                "Kode",
                "Code"
            )
        case .tenantCodeHint:
            (
                "Nomor atau singkatan yang dipakai administrasi, misalnya kode KPPN. Boleh kosong.",
                "The number or short name the administration uses, such as a treasury office's. May be empty."
            )
        case .tenantStatus:
            (
                "Status",
                "Status"
            )
        case .tenantAccounts:
            (
                "Akun diunggah",
                "Accounts uploaded"
            )
        case .tenantRegistered:
            (
                "Ter-registrasi",
                "Registered"
            )
        case .tenantBlocked:
            (
                "Diblokir",
                "Blocked"
            )
        case .tenantTwoFactor:
            (
                "2FA aktif",
                "Second factor active"
            )
        case .tenantMaxAccounts:
            (
                "Batas jumlah akun",
                "Most accounts"
            )
        case .tenantMaxAccountsHint:
            (
                "Akun yang sudah ditutup tidak dihitung. Kosong berarti tanpa batas.",
                "Closed accounts do not count. Empty means no limit."
            )
        case .tenantMaxQuota:
            (
                "Kuota terbesar per akun (MB)",
                "Largest quota of an account (MB)"
            )
        case .tenantMaxQuotaHint:
            (
                "Kosong berarti tanpa batas.",
                "Empty means no limit."
            )
        case .tenantNoLimit:
            (
                "tanpa batas",
                "no limit"
            )
        case .tenantCount:
            (
                "Jumlah:",
                "Count:"
            )
        case .tenantNew:
            (
                "Tambah instansi",
                "Add a tenant"
            )
        case .tenantNewTitle:
            (
                "Instansi baru",
                "New tenant"
            )
        case .tenantNewLead:
            (
                "Untuk KPPN dan instansi yang memakai domain layanan. Instansi dengan domain sendiri bergabung lewat surat permohonan.",
                "For treasury offices and agencies that use a service's own domain. An agency with a domain of its own joins by a letter of request."
            )
        case .tenantNewByLetter:
            (
                "Catat surat permohonan",
                "Record a letter of request"
            )
        case .tenantMake:
            (
                "Buat instansi",
                "Make the tenant"
            )
        case .tenantMade:
            (
                "Instansi sudah dibuat.",
                "The tenant is made."
            )
        case .tenantNameTaken:
            (
                "Layanan ini sudah memiliki instansi dengan nama itu. Pakai nama lain.",
                "The service has a tenant of this name already. Choose another name."
            )
        case .tenantNameWrong:
            (
                "Nama instansi terdiri atas 1 sampai 128 karakter.",
                "A tenant's name has 1 to 128 characters."
            )
        case .tenantServiceWrong:
            (
                "Pilih salah satu layanan dalam daftar.",
                "Choose one of the services on the list."
            )
        case .tenantCodeWrong:
            (
                "Kode terdiri atas paling banyak 64 huruf, angka, atau tanda baca tanpa spasi.",
                "A code has at most 64 letters, digits or signs, and no spaces."
            )
        case .tenantMaxAccountsWrong:
            (
                "Batas jumlah akun adalah angka dari 0 sampai 9999999, atau kosong.",
                "The most accounts is a number from 0 to 9999999, or empty."
            )
        case .tenantMaxQuotaWrong:
            (
                "Kuota terbesar adalah angka dari 1 sampai 9000000 (MB), atau kosong.",
                "The largest quota is a number from 1 to 9000000 (MB), or empty."
            )
        case .tenantData:
            (
                "Data",
                "Data"
            )
        case .tenantJoiningLink:
            (
                "Langkah bergabung dan rekaman MX",
                "Steps of joining and MX records"
            )
        case .tenantCaps:
            (
                "Kode dan batas",
                "Code and caps"
            )
        case .tenantCapsSaved:
            (
                "Kode dan batas sudah disimpan.",
                "Code and caps are saved."
            )
        case .tenantDomains:
            (
                "Domain",
                "Domains"
            )
        case .tenantDomainsLead:
            (
                "Surat diterima dan akun boleh dibuat hanya pada domain yang sudah disahkan Admin Pusat.",
                "Mail is taken, and accounts may be made, only in domains that Admin Pusat has confirmed."
            )
        case .tenantNoDomains:
            (
                "Belum ada domain sendiri.",
                "No domain of its own."
            )
        case .tenantDomain:
            (
                "Domain",
                "Domain"
            )
        case .tenantDomainState:
            (
                "Keadaan",
                "State"
            )
        case .tenantDomainListed:
            (
                "Belum disahkan",
                "Not confirmed"
            )
        case .tenantDomainIsConfirmed:
            (
                "Disahkan",
                "Confirmed"
            )
        case .tenantMx:
            (
                "Rekaman MX",
                "MX records"
            )
        case .tenantMxChecked:
            (
                "Terakhir diperiksa",
                "Last looked at"
            )
        case .tenantAction:
            (
                "Tindakan",
                "Action"
            )
        case .tenantDomainAdd:
            (
                "Tambah domain",
                "Add a domain"
            )
        case .tenantDomainHint:
            (
                "Misalnya bandungkab.go.id. Admin Pusat mengesahkannya setelah jelas bahwa domain itu milik instansi.",
                "Such as bandungkab.go.id. Admin Pusat confirms it once it is clear that it is the tenant's."
            )
        case .tenantDomainConfirm:
            (
                "Sahkan",
                "Confirm"
            )
        case .tenantDomainRemove:
            (
                "Hapus",
                "Remove"
            )
        case .tenantDomainAdded:
            (
                "Domain sudah dicatat. Domain berlaku setelah disahkan Admin Pusat.",
                "The domain is on the list. It counts once Admin Pusat has confirmed it."
            )
        case .tenantDomainConfirmed:
            (
                "Domain sudah disahkan. Mulai sekarang surat untuk domain ini diterima.",
                "The domain is confirmed. Mail for it is taken from now on."
            )
        case .tenantDomainRemoved:
            (
                "Domain sudah dihapus dari daftar.",
                "The domain is off the list."
            )
        case .tenantDomainTaken:
            (
                "Domain ini sudah dipakai atau diminta instansi atau layanan lain.",
                "This domain is used or asked for by another tenant or service."
            )
        case .tenantDomainWrong:
            (
                "Tulis nama domain yang benar, misalnya bandungkab.go.id.",
                "Write a domain name such as bandungkab.go.id."
            )
        case .tenantDomainRemoveTitle:
            (
                "Hapus domain",
                "Remove a domain"
            )
        case .tenantDomainRemoveLead:
            (
                "Surat untuk domain ini tidak lagi diterima. Akun pada domain ini masuk karantina; kotak suratnya tetap ada.",
                "Mail for this domain is no longer taken. Its accounts go into quarantine; their mailboxes stay."
            )
        case .tenantAdmins:
            (
                "Admin instansi",
                "Administrators"
            )
        case .tenantNoAdmins:
            (
                "Belum ada admin.",
                "No administrator yet."
            )
        case .tenantAdminAdd:
            (
                "Tambah admin",
                "Add an administrator"
            )
        case .tenantAdminAddress:
            (
                "Alamat email akun",
                "Mail address of the account"
            )
        case .tenantAdminHint:
            (
                "Akun aktif milik instansi ini.",
                "An active account of this tenant."
            )
        case .tenantAdminAdded:
            (
                "Akun itu sekarang admin instansi.",
                "The account is now an administrator."
            )
        case .tenantAdminRemove:
            (
                "Cabut",
                "Remove"
            )
        case .tenantAdminRemoveTitle:
            (
                "Cabut hak admin",
                "Take an administrator's rights away"
            )
        case .tenantAdminRemoveLead:
            (
                "Akun ini tidak lagi dapat mengelola instansi. Akunnya sendiri tetap ada.",
                "This account can no longer administer the tenant. The account itself stays."
            )
        case .tenantAdminRemoved:
            (
                "Hak admin sudah dicabut.",
                "The administrator's rights are taken away."
            )
        case .tenantAdminWrong:
            (
                "Instansi ini tidak memiliki akun aktif dengan alamat itu.",
                "The tenant has no active account of this address."
            )
        case .tenantRecords:
            (
                "Riwayat",
                "Records"
            )
        case .tenantWhen:
            (
                "Waktu",
                "Time"
            )
        case .tenantWho:
            (
                "Oleh",
                "By"
            )
        case .tenantStep:
            (
                "Langkah",
                "Step"
            )
        case .tenantNote:
            (
                "Catatan",
                "Note"
            )
        case .tenantNoRecords:
            (
                "Belum ada riwayat.",
                "No records yet."
            )
        case .tenantDrift:
            (
                "Surat mungkin terkirim ke tempat lain: rekaman MX instansi aktif ini tidak lagi benar.",
                "Mail may go elsewhere: the MX records of this active tenant are no longer right."
            )
        }
    }
}
