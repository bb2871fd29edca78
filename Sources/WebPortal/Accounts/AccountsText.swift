/// The texts of finding accounts, changing them, and the second factor's office.
enum AccountsText: String, WordTable {
    case navAccounts
    case accountSearchTitle
    case accountSearchLabel
    case accountSearchHint
    case accountSearchShort
    case accountSearchCut
    case accountNew
    case accountNewTitle
    case accountTotal
    case accountListSilent
    case approvalsLink
    case firstPage
    case allStatuses
    case accountStatus
    case statusUploaded
    case statusActive
    case statusBlocked
    case statusClosed
    case statusUnknown
    case secondFactorFilter
    case accountOrder
    case accountOrderAddress
    case accountOrderChange
    case secondFactorAny
    case secondFactorWith
    case secondFactorWithout
    case secondFactorSince
    case tenantHint
    case accountDetailTitle
    case accountAddress
    case accountName
    case accountSurname
    case accountSurnameHint
    case accountAliases
    case accountAliasesHint
    case accountForwards
    case accountForwardsHint
    case accountQuota
    case accountQuotaHint
    case quotaOfService
    case accountHost
    case accountHostHint
    case accountRegistered
    case accountReason
    case accountEdit
    case accountEditTitle
    case accountMove
    case accountMoveTitle
    case accountMoveExplained
    case accountMoved
    case accountActs
    case accountSaved
    case accountCreated
    case accountMake
    case accountInitialStatus
    case accountBeginUploaded
    case accountBeginActive
    case accountPasswordTitle
    case accountPasswordOnce
    case ticketOnce
    case accountBack
    case accountTypeAddress
    case accountReasonHint
    case secondFactorSection
    case requestWaiting
    case actRegister
    case actRegisterExplained
    case actRegisterDone
    case actBlock
    case actBlockExplained
    case actBlockDone
    case actUnblock
    case actUnblockExplained
    case actUnblockDone
    case actClose
    case actCloseExplained
    case actCloseDone
    case actEndSessions
    case actEndSessionsExplained
    case actEndSessionsDone
    case actSetPassword
    case actSetPasswordExplained
    case actAskForReset
    case actAskForResetExplained
    case actAskForResetDone
    case actUnlockCodes
    case actUnlockCodesExplained
    case actUnlockCodesDone
    case actIssueTicket
    case actIssueTicketExplained
    case approvalsTitle
    case approvalsLead
    case approvalsNone
    case approvalTitle
    case approvalExplained
    case requestAsked
    case requestBy
    case requestStanding
    case requestOpenWord
    case requestExpiredWord
    case requestForgedWord
    case approve
    case turnDown
    case approvalDone
    case rejectionDone
    case faultAddress
    case faultDomain
    case faultInUse
    case faultMayBeInUse
    case faultAliasIsAddress
    case faultTooManyAliases
    case faultForward
    case faultName
    case faultQuota
    case faultQuotaTooLarge
    case faultHost
    case faultHostMissing
    case faultTenant
    case faultRefused
    case faultReason
    case faultConfirmation
    case faultRequestOpen
    case faultRequestExpired
    case faultRequestForged
    case faultOfficer

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navAccounts: ("Akun email", "Mail accounts")
        case .accountSearchTitle: ("Cari akun", "Find an account")
        case .accountSearchLabel: ("Cari menurut alamat atau nama", "Find by address or name")
        case .accountSearchHint:
            (
                "Sedikitnya 3 huruf dari alamat atau nama. Alamat alias ditulis lengkap.",
                "At least 3 letters of the address or name. Write a further address (alias) in full."
            )
        case .accountSearchShort:
            (
                "Tulis sedikitnya 3 huruf dari alamat atau nama, lalu cari lagi.",
                "Write at least 3 letters of the address or name, then search again."
            )
        case .accountSearchCut:
            (
                "Ada lebih banyak akun daripada yang ditampilkan. Tulis lebih lengkap.",
                "There are more accounts than are shown. Write more of the address or name."
            )
        case .accountNew: ("Buat akun baru", "Make a new account")
        case .accountNewTitle: ("Akun baru", "New account")
        case .accountTotal: ("{n} akun menurut saringan ini.", "{n} accounts by this filter.")
        case .accountListSilent:
            (
                "Layanan sinkronisasi tidak menjawab, jadi daftar belum tersedia. Pencarian tetap dapat dipakai.",
                "The sync worker does not answer, so the list is not available. The search works all the same."
            )
        case .approvalsLink: ("Persetujuan atur ulang 2FA", "Second factor resets to approve")
        case .firstPage: ("Halaman pertama", "First page")
        case .allStatuses: ("Semua status", "All statuses")
        case .accountStatus: ("Status", "Status")
        case .statusUploaded: ("Diunggah", "Uploaded")
        case .statusActive: ("Aktif", "Active")
        case .statusBlocked: ("Diblokir", "Blocked")
        case .statusClosed: ("Ditutup", "Closed")
        case .statusUnknown: ("Tidak dikenal", "Unknown")
        case .accountOrder: ("Urutan", "Order")
        case .accountOrderAddress: ("Alamat", "Address")
        case .accountOrderChange: ("Perubahan", "Changes")
        case .secondFactorFilter: ("Autentikasi dua faktor", "Second factor")
        case .secondFactorAny: ("Semua", "All")
        case .secondFactorWith: ("Sudah aktif", "Active")
        case .secondFactorWithout: ("Belum aktif", "Not active")
        case .secondFactorSince: ("2FA sejak", "Second factor since")
        case .tenantHint: ("Nama instansi seperti di direktori.", "The tenant's name as the directory has it.")
        case .accountDetailTitle: ("Akun", "Account")
        case .accountAddress: ("Alamat email", "Mail address")
        case .accountName: ("Nama", "Name")
        case .accountSurname: ("Nama belakang", "Surname")
        case .accountSurnameHint:
            (
                "Boleh kosong: kata terakhir dari nama dipakai.",
                "May be empty: the last word of the name is taken."
            )
        case .accountAliases: ("Alamat alias", "Further addresses (aliases)")
        case .accountAliasesHint:
            (
                "Pisahkan dengan spasi. Domain harus milik instansi ini.",
                "Separate them by spaces. Their domains have to be the tenant's."
            )
        case .accountForwards: ("Teruskan ke", "Forward to")
        case .accountForwardsHint:
            (
                "Satu alamat atau lebih, dipisahkan dengan spasi. Kosongkan bila tidak diteruskan.",
                "One address or more, separated by spaces. Empty for none."
            )
        case .accountQuota: ("Kuota", "Quota")
        case .accountQuotaHint:
            (
                "Contoh: 2 GB. Kosongkan untuk memakai kuota layanan.",
                "Such as 2 GB. Empty for the service's."
            )
        case .quotaOfService: ("Menurut layanan", "The service's")
        case .accountHost: ("Server surat", "Mail host")
        case .accountHostHint: ("Kosongkan untuk server surat bawaan.", "Empty for the usual one.")
        case .accountRegistered: ("Terdaftar", "Registered")
        case .accountReason: ("Keterangan status", "Reason for the status")
        case .accountEdit: ("Ubah data", "Edit")
        case .accountEditTitle: ("Ubah akun", "Edit the account")
        case .accountMove: ("Pindahkan atau ganti alamat", "Move, or change the address")
        case .accountMoveTitle: ("Pindahkan akun", "Move the account")
        case .accountMoveExplained:
            (
                "Kotak surat ikut pindah; tidak ada surat yang hilang. Alamat lama tidak lagi menerima surat.",
                "The mailbox goes along; no mail is lost. The old address takes no mail any more."
            )
        case .accountMoved: ("Akun sudah dipindahkan.", "The account is moved.")
        case .accountActs: ("Tindakan", "What can be done")
        case .accountSaved: ("Perubahan sudah disimpan.", "The changes are saved.")
        case .accountCreated:
            (
                "Akun sudah dibuat. Pemiliknya belum mendaftar.",
                "The account is made. Its owner has not registered yet."
            )
        case .accountMake: ("Buat akun", "Make the account")
        case .accountInitialStatus: ("Keadaan awal", "To begin with")
        case .accountBeginUploaded: ("Diunggah: pemilik mendaftar sendiri", "Uploaded: its owner registers")
        case .accountBeginActive:
            (
                "Aktif: kata sandi awal ditampilkan sekali",
                "Active: an initial password is shown once"
            )
        case .accountPasswordTitle: ("Kata sandi awal", "Initial password")
        case .accountPasswordOnce:
            (
                "Kata sandi ini hanya ditampilkan sekali. Serahkan langsung kepada pemilik akun; mintalah ia segera menggantinya.",
                "This password is shown only once. Hand it to the account's owner in person, and have them change it at once."
            )
        case .ticketOnce:
            (
                "Tiket ini hanya ditampilkan sekali dan berlaku sampai {tanggal}. Serahkan langsung kepada pemilik akun.",
                "This ticket is shown only once and is good until {tanggal}. Hand it to the account's owner in person."
            )
        case .accountBack: ("Kembali ke akun", "Back to the account")
        case .accountTypeAddress:
            (
                "Ketik alamat email akun ini untuk memastikan",
                "Type this account's mail address to make sure"
            )
        case .accountReasonHint:
            (
                "Tercatat, dan terlihat oleh admin lain. Jangan tulis rahasia.",
                "It is kept, and other administrators see it. No secrets, please."
            )
        case .secondFactorSection: ("Autentikasi dua faktor", "Second factor")
        case .requestWaiting:
            (
                "Ada permintaan atur ulang yang menunggu petugas kedua.",
                "A request to reset it waits for a second officer."
            )
        case .actRegister: ("Daftarkan", "Register")
        case .actRegisterExplained:
            (
                "Akun menjadi aktif, seperti bila pemiliknya sudah mendaftar sendiri.",
                "The account becomes active, as if its owner had registered."
            )
        case .actRegisterDone: ("Akun sudah terdaftar dan aktif.", "The account is registered and active.")
        case .actBlock: ("Blokir akun", "Block the account")
        case .actBlockExplained:
            (
                "Pemilik akun langsung keluar dari semua perangkat dan tidak dapat masuk atau mengirim surat sampai blokir dibuka.",
                "Its owner is signed out everywhere at once, and can neither log in nor send until it is unblocked."
            )
        case .actBlockDone: ("Akun sudah diblokir.", "The account is blocked.")
        case .actUnblock: ("Buka blokir", "Unblock")
        case .actUnblockExplained:
            (
                "Akun kembali seperti sebelum diblokir.",
                "The account is again what it was before."
            )
        case .actUnblockDone: ("Blokir sudah dibuka.", "The account is unblocked.")
        case .actClose: ("Tutup akun", "Close the account")
        case .actCloseExplained:
            (
                "Akun ditutup untuk selamanya. Kotak suratnya diarsipkan dan dihapus setelah masa simpan. Ini tidak dapat dibatalkan.",
                "The account is closed for good. Its mailbox is archived, and deleted when its time is over. There is no way back."
            )
        case .actCloseDone: ("Akun sudah ditutup.", "The account is closed.")
        case .actEndSessions: ("Keluarkan dari semua perangkat", "Sign out everywhere")
        case .actEndSessionsExplained:
            (
                "Semua sesi diakhiri: webmail, program email, dan portal ini. Pemilik akun dapat langsung masuk lagi.",
                "All sessions end: webmail, mail programs and this portal. The owner can log in again at once."
            )
        case .actEndSessionsDone: ("Semua sesi sudah diakhiri.", "All sessions are ended.")
        case .actSetPassword: ("Buat kata sandi awal", "Set an initial password")
        case .actSetPasswordExplained:
            (
                "Kata sandi lama tidak berlaku lagi dan semua sesi diakhiri. Pastikan dulu siapa yang meminta.",
                "The old password is worth nothing any more, and all sessions end. Make sure first who is asking."
            )
        case .actAskForReset: ("Minta atur ulang 2FA", "Ask to reset the second factor")
        case .actAskForResetExplained:
            (
                "Untuk ponsel yang hilang. Petugas kedua harus menyetujui; sesudah itu aplikasi autentikator, kode pemulihan, kata sandi aplikasi dan semua sesi dihapus. Tulis bagaimana Anda memastikan siapa yang meminta.",
                "For a lost phone. A second officer has to approve; then authenticator, recovery codes, app passwords and all sessions are gone. Write how you made sure who is asking."
            )
        case .actAskForResetDone:
            (
                "Permintaan sudah dicatat. Petugas lain harus menyetujuinya.",
                "The request is written down. Another officer has to approve it."
            )
        case .actUnlockCodes: ("Izinkan kode dicoba lagi", "Let codes be tried again")
        case .actUnlockCodesExplained:
            (
                "Setelah terlalu banyak kode salah, akun dikunci. Tanyakan dulu kepada pemiliknya apakah ia sendiri yang mencoba.",
                "After too many wrong codes the account is locked. Ask its owner first whether it was them."
            )
        case .actUnlockCodesDone: ("Kode dapat dicoba lagi.", "Codes can be tried again.")
        case .actIssueTicket: ("Buat tiket aktivasi 2FA", "Make an activation ticket")
        case .actIssueTicketExplained:
            (
                "Dengan tiket ini pemilik akun masih dapat mengaktifkan 2FA setelah tenggat, bila layanannya meminta tiket. Pastikan dulu siapa yang meminta.",
                "With this ticket the owner can still activate a second factor after the deadline, where the service asks for one. Make sure first who is asking."
            )
        case .approvalsTitle: ("Persetujuan atur ulang 2FA", "Second factor resets")
        case .approvalsLead:
            (
                "Permintaan yang menunggu petugas kedua. Yang meminta tidak dapat menyetujui.",
                "Requests that wait for a second officer. Whoever asked cannot approve."
            )
        case .approvalsNone: ("Tidak ada permintaan.", "No requests.")
        case .approvalTitle: ("Permintaan atur ulang 2FA", "Request to reset a second factor")
        case .approvalExplained:
            (
                "Bila disetujui, aplikasi autentikator, kode pemulihan, kata sandi aplikasi dan semua sesi akun ini dihapus sekaligus. Beri tahu pemiliknya lewat jalan lain, bukan lewat akun ini.",
                "If you approve, authenticator, recovery codes, app passwords and all sessions of this account are gone at once. Tell its owner by a way other than this account."
            )
        case .requestAsked: ("Diminta", "Asked")
        case .requestBy: ("Oleh", "By")
        case .requestStanding: ("Keadaan", "State")
        case .requestOpenWord: ("Menunggu", "Waiting")
        case .requestExpiredWord: ("Kedaluwarsa", "Expired")
        case .requestForgedWord: ("Tidak sah", "Not genuine")
        case .approve: ("Setujui", "Approve")
        case .turnDown: ("Tolak", "Turn down")
        case .approvalDone: ("2FA akun sudah diatur ulang.", "The account's second factor is reset.")
        case .rejectionDone:
            (
                "Permintaan sudah ditolak; 2FA tetap seperti semula.",
                "The request is turned down; the second factor stays."
            )
        case .faultAddress:
            (
                "Alamat “{nilai}” tidak dapat dipakai. Tulis nama@domain dengan huruf kecil, angka, titik, tanda hubung atau garis bawah.",
                "The address “{nilai}” cannot be used. Write name@domain with small letters, digits, dots, hyphens or underscores."
            )
        case .faultDomain:
            (
                "Domain alamat itu bukan milik instansi ini. Domain yang dapat dipakai: {nilai}.",
                "That address's domain is not this tenant's. Domains that can be used: {nilai}."
            )
        case .faultInUse:
            (
                "Alamat itu sudah dipakai akun lain. Pilih alamat lain.",
                "Another account has this address already. Choose another one."
            )
        case .faultMayBeInUse:
            (
                "Direktori tidak mengizinkan alamat ini: mungkin sudah dipakai akun lain, atau Anda tidak berhak. Pilih alamat lain.",
                "The directory does not allow this address: it may be another account's, or not yours to give. Choose another one."
            )
        case .faultAliasIsAddress:
            (
                "{nilai} sudah menjadi alamat utama akun ini. Hapus dari alias.",
                "{nilai} is this account's primary address. Take it out of the aliases."
            )
        case .faultTooManyAliases:
            (
                "Paling banyak 50 alias. Hapus sebagian.",
                "50 aliases are the most. Take some out."
            )
        case .faultForward:
            (
                "“{nilai}” bukan alamat email. Tulis nama@domain.",
                "“{nilai}” is no mail address. Write name@domain."
            )
        case .faultName:
            (
                "Isi nama dengan paling banyak 256 huruf, tanpa tanda yang tidak terlihat.",
                "Give the name with at most 256 letters, without invisible characters."
            )
        case .faultQuota:
            (
                "“{nilai}” bukan kuota. Tulis ukuran antara 1 MB dan 9 TB, misalnya 2 GB.",
                "“{nilai}” is no quota. Write a size between 1 MB and 9 TB, such as 2 GB."
            )
        case .faultQuotaTooLarge:
            (
                "Kuota melebihi batas instansi ini. Tulis paling banyak {nilai}.",
                "The quota is over the tenant's limit. Write {nilai} at most."
            )
        case .faultHost:
            (
                "“{nilai}” bukan nama server. Tulis nama seperti narada.mail.go.id.",
                "“{nilai}” is no host name. Write a name such as narada.mail.go.id."
            )
        case .faultHostMissing:
            (
                "Akun yang aktif memerlukan server surat. Tulis nama seperti narada.mail.go.id.",
                "An active account needs a mail host. Write a name such as narada.mail.go.id."
            )
        case .faultTenant:
            (
                "Instansi “{nilai}” tidak ada pada layanan ini. Tulis namanya persis seperti di daftar instansi.",
                "The service has no tenant “{nilai}”. Write its name as the list of tenants has it."
            )
        case .faultRefused:
            (
                "Direktori menolak nilai ini. Periksa penulisannya.",
                "The directory refuses this value. Look at how it is written."
            )
        case .faultReason: ("Tulis alasan dengan paling banyak 200 huruf.", "Write a reason of at most 200 letters.")
        case .faultConfirmation:
            (
                "Alamat yang diketik tidak sama dengan alamat akun ini. Ketik persis seperti tertulis.",
                "The address that was typed is not this account's. Type it exactly as it stands."
            )
        case .faultRequestOpen:
            (
                "Sudah ada permintaan yang menunggu untuk akun ini. Lihat daftar persetujuan.",
                "A request about this account waits already. See the list of requests."
            )
        case .faultRequestExpired:
            (
                "Permintaan ini sudah kedaluwarsa. Tolak, lalu minta lagi.",
                "This request is too old. Turn it down, and ask again."
            )
        case .faultRequestForged:
            (
                "Permintaan ini tidak dibuat melalui Pamong, jadi hanya dapat ditolak.",
                "This request was not made through Pamong, so it can only be turned down."
            )
        case .faultOfficer:
            (
                "Yang meminta dan pemilik akun tidak dapat memutuskan sendiri. Petugas lain dengan hak yang sama harus melakukannya.",
                "Neither whoever asked nor the account's owner decides. Another officer with the same rights has to."
            )
        }
    }
}
