/// The texts of people's own pages, and what all pages share. Their names are what the templates use; a name without a text in
/// both languages does not compile.
enum PageText: String, WordTable {
    case brand
    case skipToContent
    case navigation
    case navAccount
    case navTwoFactor
    case navAppPasswords
    case navPassword
    case switchLanguage
    case signOut
    case signOutEverywhere
    case signOutEverywhereExplained
    case signedInAs
    case problemTitle
    case signInTitle
    case signInLead
    case address
    case password
    case signIn
    case addressMissing
    case passwordMissing
    case codeTitle
    case codeLead
    case codeHint
    case code
    case continueButton
    case back
    case signInWrong
    case signInExpired
    case helpTitle
    case helpText
    case unavailable
    case accountTitle
    case twoFactorTitle
    case twoFactorLead
    case activateBy
    case overdue
    case installApp
    case chooseApp
    case appGoogle
    case appMicrosoft
    case stepsGoogle
    case stepsMicrosoft
    case startActivation
    case continueActivation
    case scan
    case qrLabel
    case manual
    case enterCode
    case verifyAndActivate
    case activated
    case codeWrong
    case clockOff
    case enrolmentOver
    case changedMeanwhile
    case untrusted
    case lockedForNow
    case lockedForHelp
    case ticket
    case ticketExplained
    case ticketWrong
    case recoveryTitle
    case recoverySave
    case recoveryLeft
    case recoveryRenew
    case recoveryRenewExplained
    case shownOnceOnly
    case done
    case state
    case stateActive
    case stateNone
    case statePending
    case stateExempt
    case stateLocked
    case activeSince
    case replaceDevice
    case replaceExplained
    case appPasswordsTitle
    case appPasswordsLead
    case appPasswordsNeedTwoFactor
    case appPasswordLabel
    case appPasswordUse
    case forMail
    case forPop
    case forFilters
    case appPasswordMake
    case appPasswordOnce
    case appPasswordWrong
    case appPasswordTooMany
    case appPasswordRevoked
    case appPasswordsNone
    case tableName
    case tableCreated
    case tableLastUsed
    case tableExpires
    case tableAction
    case never
    case revoke
    case stepUpTitle
    case stepUpLead
    case passwordTitle
    case passwordOld
    case passwordNew
    case passwordRepeat
    case passwordChange
    case passwordChanged
    case passwordOldWrong
    case passwordNotRepeated
    case passwordLooksLikeAppPassword
    case passwordEasilyGuessed
    case passwordRefused
    case signedOut
    case signedOutEverywhere
    case errorTitle
    case errorNotFound
    case errorForgedForm
    case errorBadRequest
    case errorTooMany
    case errorInternal
    case toStart

    var texts: (indonesian: String, english: String) {
        switch self {
        case .brand: ("Layanan Email Pemerintah", "Government Mail")
        case .skipToContent: ("Langsung ke isi", "Skip to content")
        case .navigation: ("Menu utama", "Main menu")
        case .navAccount: ("Akun", "Account")
        case .navTwoFactor: ("Autentikasi dua faktor", "Two-factor authentication")
        case .navAppPasswords: ("Kata sandi aplikasi", "App passwords")
        case .navPassword: ("Kata sandi", "Password")
        case .switchLanguage: ("Bahasa", "Language")
        case .signOut: ("Keluar", "Sign out")
        case .signOutEverywhere: ("Keluar dari semua perangkat", "Sign out everywhere")
        case .signOutEverywhereExplained:
            (
                "Mengakhiri semua sesi akun ini, termasuk di webmail dan aplikasi email.",
                "Ends all sessions of this account, in webmail and mail programs too."
            )
        case .signedInAs: ("Masuk sebagai", "Signed in as")
        case .problemTitle: ("Ada yang perlu diperbaiki", "Something needs your attention")
        case .signInTitle: ("Masuk", "Sign in")
        case .signInLead:
            (
                "Masuk dengan alamat email dan kata sandi Anda.",
                "Sign in with your mail address and password."
            )
        case .address: ("Alamat email", "Mail address")
        case .password: ("Kata sandi", "Password")
        case .signIn: ("Masuk", "Sign in")
        case .addressMissing: ("Masukkan alamat email Anda.", "Enter your mail address.")
        case .passwordMissing: ("Masukkan kata sandi Anda.", "Enter your password.")
        case .codeTitle: ("Kode verifikasi", "Verification code")
        case .codeLead:
            (
                "Masukkan 6 digit kode verifikasi dari aplikasi.",
                "Enter the 6-digit verification code from the app."
            )
        case .codeHint:
            (
                "Jika Anda belum mengaktifkan autentikasi dua faktor, periksa kembali alamat email dan kata sandi Anda.",
                "If you have not activated two-factor authentication, check your mail address and password again."
            )
        case .code: ("Kode verifikasi", "Verification code")
        case .continueButton: ("Lanjutkan", "Continue")
        case .back: ("Kembali", "Back")
        case .signInWrong:
            (
                "Alamat email, kata sandi, atau kode verifikasi salah. Tunggu kode baru, lalu coba lagi.",
                "Mail address, password or verification code is wrong. Wait for a new code, then try again."
            )
        case .signInExpired:
            (
                "Waktu untuk memasukkan kode sudah habis. Masuk kembali.",
                "The time to enter the code is over. Sign in again."
            )
        case .helpTitle: ("Ponsel hilang?", "Lost your phone?")
        case .helpText:
            (
                "Jika ponsel Anda hilang atau diganti, hubungi helpdesk:",
                "If you have lost or changed your phone, contact the help desk:"
            )
        case .unavailable:
            (
                "Layanan verifikasi sedang tidak tersedia. Ini bukan kesalahan kode Anda.",
                "The verification service is not available right now. Your code is not at fault."
            )
        case .accountTitle: ("Pengaturan akun", "Account settings")
        case .twoFactorTitle: ("Autentikasi Dua Faktor (2FA)", "Two-factor authentication (2FA)")
        case .twoFactorLead:
            (
                "Lindungi akun email Anda dengan kode verifikasi dari ponsel, selain kata sandi.",
                "Protect your mail account with a verification code from your phone, besides the password."
            )
        case .activateBy: ("Aktifkan 2FA paling lambat {tanggal}.", "Activate 2FA by {tanggal} at the latest.")
        case .overdue:
            (
                "2FA sudah diwajibkan sejak {tanggal}. Aktifkan sekarang untuk membuka kembali akses email Anda.",
                "2FA has been required since {tanggal}. Activate it now to open your mail again."
            )
        case .installApp:
            (
                "Pasang Google Authenticator atau Microsoft Authenticator di ponsel Anda.",
                "Install Google Authenticator or Microsoft Authenticator on your phone."
            )
        case .chooseApp: ("Aplikasi yang Anda pakai", "The app you use")
        case .appGoogle: ("Google Authenticator", "Google Authenticator")
        case .appMicrosoft: ("Microsoft Authenticator", "Microsoft Authenticator")
        case .stepsGoogle:
            (
                "Buka Google Authenticator, ketuk tanda tambah (+), lalu pilih Pindai kode QR.",
                "Open Google Authenticator, tap the plus sign (+), then choose Scan a QR code."
            )
        case .stepsMicrosoft:
            (
                "Buka Microsoft Authenticator, ketuk tanda tambah (+), lalu pilih Akun lain.",
                "Open Microsoft Authenticator, tap the plus sign (+), then choose Other account."
            )
        case .startActivation: ("Mulai aktivasi", "Start activation")
        case .continueActivation: ("Lanjutkan aktivasi", "Continue activation")
        case .scan:
            (
                "Pindai kode QR ini dengan aplikasi autentikator.",
                "Scan this QR code with the authenticator app."
            )
        case .qrLabel: ("Kode QR untuk aplikasi autentikator", "QR code for the authenticator app")
        case .manual:
            (
                "Tidak bisa memindai? Masukkan kunci ini secara manual:",
                "Cannot scan? Enter this key by hand:"
            )
        case .enterCode:
            (
                "Masukkan 6 digit kode verifikasi dari aplikasi.",
                "Enter the 6-digit verification code from the app."
            )
        case .verifyAndActivate: ("Verifikasi dan aktifkan", "Verify and activate")
        case .activated: ("2FA berhasil diaktifkan.", "2FA has been activated.")
        case .codeWrong:
            (
                "Kode verifikasi salah atau sudah kedaluwarsa. Tunggu kode baru, lalu coba lagi.",
                "The verification code is wrong or has expired. Wait for a new code, then try again."
            )
        case .clockOff:
            (
                "Jam ponsel Anda selisih sekitar {n} menit. Aktifkan pengaturan tanggal & waktu otomatis, lalu coba lagi.",
                "Your phone's clock is off by about {n} minutes. Turn on automatic date & time, then try again."
            )
        case .enrolmentOver: ("Aktivasi sudah kedaluwarsa. Mulai lagi.", "The activation has expired. Start again.")
        case .changedMeanwhile:
            (
                "Pengaturan ini baru saja diubah di tempat lain. Periksa, lalu coba lagi.",
                "This setting was changed elsewhere just now. Look again, then retry."
            )
        case .untrusted:
            (
                "Data autentikasi akun ini tidak dapat dibaca. Hubungi helpdesk.",
                "This account's authentication data cannot be read. Contact the help desk."
            )
        case .lockedForNow:
            (
                "Akun diblokir sementara karena terlalu banyak percobaan.",
                "The account is blocked for the moment because of too many attempts."
            )
        case .lockedForHelp:
            (
                "Akun diblokir. Hubungi helpdesk {kontak}.",
                "The account is blocked. Contact the help desk {kontak}."
            )
        case .ticket: ("Tiket dari helpdesk", "Ticket from the help desk")
        case .ticketExplained:
            (
                "Batas waktu sudah lewat. Minta tiket sekali pakai dari helpdesk untuk mengaktifkan 2FA.",
                "The deadline is over. Ask the help desk for a one-time ticket to activate 2FA."
            )
        case .ticketWrong: ("Tiket salah atau sudah kedaluwarsa.", "The ticket is wrong or has expired.")
        case .recoveryTitle: ("Kode pemulihan", "Recovery codes")
        case .recoverySave:
            (
                "Simpan kode ini di tempat aman. Setiap kode hanya dapat dipakai satu kali.",
                "Keep these codes in a safe place. Each code can be used only once."
            )
        case .recoveryLeft: ("Kode pemulihan tersisa: {n}", "Recovery codes left: {n}")
        case .recoveryRenew: ("Buat kode pemulihan baru", "Make new recovery codes")
        case .recoveryRenewExplained: ("Kode lama tidak berlaku lagi.", "The old codes will no longer be valid.")
        case .shownOnceOnly: ("Halaman ini hanya ditampilkan sekali.", "This page is shown only once.")
        case .done: ("Selesai", "Done")
        case .state: ("Status", "Status")
        case .stateActive: ("Aktif", "Active")
        case .stateNone: ("Belum aktif", "Not active")
        case .statePending: ("Menunggu verifikasi", "Waiting for verification")
        case .stateExempt: ("Dikecualikan", "Exempt")
        case .stateLocked: ("Diblokir", "Blocked")
        case .activeSince: ("Aktif sejak {tanggal}", "Active since {tanggal}")
        case .replaceDevice: ("Ganti ponsel", "Replace the phone")
        case .replaceExplained:
            (
                "Ponsel lama tetap berlaku sampai ponsel baru diverifikasi.",
                "The old phone stays valid until the new one is verified."
            )
        case .appPasswordsTitle: ("Kata sandi aplikasi", "App passwords")
        case .appPasswordsLead:
            (
                "Untuk Outlook, Thunderbird, atau email di ponsel (IMAP/SMTP). Jangan gunakan kata sandi utama.",
                "For Outlook, Thunderbird or mail on your phone (IMAP/SMTP). Do not use the main password."
            )
        case .appPasswordsNeedTwoFactor:
            (
                "Aktifkan 2FA lebih dahulu. Sampai saat itu aplikasi email memakai kata sandi utama.",
                "Activate 2FA first. Until then mail programs use the main password."
            )
        case .appPasswordLabel: ("Nama, misalnya Thunderbird di kantor", "Name, such as Thunderbird at the office")
        case .appPasswordUse: ("Dipakai untuk", "Used for")
        case .forMail: ("Membaca dan mengirim email (IMAP, SMTP)", "Reading and sending mail (IMAP, SMTP)")
        case .forPop: ("Mengambil email dengan POP3", "Fetching mail by POP3")
        case .forFilters: ("Mengatur filter email (Sieve)", "Managing mail filters (Sieve)")
        case .appPasswordMake: ("Buat kata sandi aplikasi", "Make an app password")
        case .appPasswordOnce: ("Kata sandi ini hanya ditampilkan sekali.", "This password is shown only once.")
        case .appPasswordWrong:
            (
                "Isi nama, paling panjang 128 karakter, dan pilih paling sedikit satu kegunaan.",
                "Give it a name of at most 128 characters and choose at least one use."
            )
        case .appPasswordTooMany:
            (
                "Jumlah kata sandi aplikasi sudah mencapai batas. Cabut salah satu lebih dahulu.",
                "You have as many app passwords as allowed. Revoke one first."
            )
        case .appPasswordRevoked: ("Kata sandi aplikasi dicabut.", "The app password has been revoked.")
        case .appPasswordsNone: ("Belum ada kata sandi aplikasi.", "There are no app passwords yet.")
        case .tableName: ("Nama", "Name")
        case .tableCreated: ("Dibuat", "Made")
        case .tableLastUsed: ("Terakhir dipakai", "Last used")
        case .tableExpires: ("Berlaku sampai", "Expires")
        case .tableAction: ("Tindakan", "Action")
        case .never: ("Belum pernah", "Never")
        case .revoke: ("Cabut", "Revoke")
        case .stepUpTitle: ("Konfirmasi bahwa ini Anda", "Confirm that it is you")
        case .stepUpLead:
            (
                "Masukkan kata sandi dan kode verifikasi untuk melanjutkan.",
                "Enter your password and a verification code to go on."
            )
        case .passwordTitle: ("Ganti kata sandi", "Change password")
        case .passwordOld: ("Kata sandi lama", "Old password")
        case .passwordNew: ("Kata sandi baru", "New password")
        case .passwordRepeat: ("Ulangi kata sandi baru", "Repeat the new password")
        case .passwordChange: ("Ganti kata sandi", "Change password")
        case .passwordChanged:
            (
                "Kata sandi berhasil diganti. Semua sesi lain telah diakhiri.",
                "The password has been changed. All other sessions have been ended."
            )
        case .passwordOldWrong:
            (
                "Kata sandi lama atau kode verifikasi salah.",
                "The old password or the verification code is wrong."
            )
        case .passwordNotRepeated: ("Kedua kata sandi baru tidak sama.", "The two new passwords differ.")
        case .passwordLooksLikeAppPassword:
            (
                "Kata sandi baru tidak boleh berbentuk kata sandi aplikasi (24 huruf kecil dan angka). Pilih yang lain.",
                "The new password must not look like an app password (24 small letters and digits). Choose another one."
            )
        case .passwordEasilyGuessed:
            (
                "Kata sandi baru terlalu mudah ditebak. Pakai beberapa kata yang tidak berhubungan, misalnya.",
                "The new password is too easy to guess. Several words that have nothing to do with each other will do."
            )
        case .passwordRefused: ("Kata sandi baru ditolak: {alasan}", "The new password was refused: {alasan}")
        case .signedOut: ("Anda sudah keluar.", "You have signed out.")
        case .signedOutEverywhere:
            (
                "Semua sesi akun ini telah diakhiri.",
                "All sessions of this account have been ended."
            )
        case .errorTitle: ("Permintaan tidak dapat dipenuhi", "The request cannot be met")
        case .errorNotFound: ("Halaman ini tidak ada.", "This page does not exist.")
        case .errorForgedForm:
            (
                "Formulir ini sudah tidak berlaku. Kembali, muat ulang halaman, lalu coba lagi.",
                "This form is no longer valid. Go back, reload the page, then try again."
            )
        case .errorBadRequest: ("Permintaan ini tidak dapat dipahami.", "The request could not be understood.")
        case .errorTooMany:
            (
                "Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi.",
                "Too many attempts. Wait a few minutes, then try again."
            )
        case .errorInternal:
            (
                "Terjadi kesalahan pada layanan ini. Coba lagi nanti.",
                "Something went wrong in this service. Try again later."
            )
        case .toStart: ("Ke halaman awal", "To the start page")
        }
    }
}
