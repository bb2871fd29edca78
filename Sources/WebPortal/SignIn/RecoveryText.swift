/// The texts for whoever has lost the phone.
enum RecoveryText: String, WordTable {
    case lostPhoneUseCode
    case recoverySignInTitle
    case recoverySignInLead
    case recoveryCodeField
    case recoveryCodeHint
    case recoveryShape
    case recoverySignInWrong
    case recoveryUsedTitle
    case recoveryUsed
    case recoveryUsedNext
    case lostTitle
    case lostLead
    case lostWithCodes
    case lostStepSignIn
    case lostStepReplace
    case lostStepRevoke
    case lostStepSignOut
    case lostWithoutCodes
    case lostStepCall
    case lostStepMeanwhile
    case lostStepAnew
    case lostFound
    case lostBefore
    case lostBeforeAdvice

    var texts: (indonesian: String, english: String) {
        switch self {
        case .lostPhoneUseCode: ("Ponsel hilang? Gunakan kode pemulihan", "Lost your phone? Use a recovery code")
        case .recoverySignInTitle: ("Masuk dengan kode pemulihan", "Sign in with a recovery code")
        case .recoverySignInLead:
            (
                "Masukkan salah satu kode pemulihan yang Anda simpan saat mengaktifkan 2FA.",
                "Enter one of the recovery codes that you saved when you activated 2FA."
            )
        case .recoveryCodeField: ("Kode pemulihan", "Recovery code")
        case .recoveryCodeHint:
            (
                "16 huruf dan angka, misalnya abcd-efgh-2345-6789. Setiap kode hanya dapat dipakai satu kali.",
                "16 letters and digits, such as abcd-efgh-2345-6789. Each code can be used only once."
            )
        case .recoveryShape:
            (
                "Kode pemulihan terdiri dari 16 huruf dan angka. Periksa kembali, lalu coba lagi.",
                "A recovery code has 16 letters and digits. Check it, then try again."
            )
        case .recoverySignInWrong:
            (
                "Alamat email, kata sandi, atau kode pemulihan salah, atau kode itu sudah dipakai.",
                "Mail address, password or recovery code is wrong, or the code has been used."
            )
        case .recoveryUsedTitle: ("Pasang ponsel baru Anda sekarang", "Set up your new phone now")
        case .recoveryUsed:
            (
                "Anda masuk dengan kode pemulihan. Kode yang tersisa: {n}.",
                "You have signed in with a recovery code. Codes left: {n}."
            )
        case .recoveryUsedNext:
            (
                "Setelah ponsel baru diverifikasi, ponsel lama dan semua kode pemulihan lama tidak berlaku lagi.",
                "Once the new phone is verified, the old phone and all old recovery codes are no longer valid."
            )
        case .lostTitle: ("Jika ponsel Anda hilang", "If you have lost your phone")
        case .lostLead:
            (
                "Tanpa kata sandi Anda, orang yang menemukan ponsel tidak dapat masuk ke akun. Namun lakukan ini secepatnya:",
                "Without your password nobody who finds the phone can sign in to your account. Still, do this soon:"
            )
        case .lostWithCodes: ("Anda punya kode pemulihan", "You have recovery codes")
        case .lostStepSignIn:
            (
                "Masuk dengan alamat email dan kata sandi. Pada halaman kode verifikasi, pilih “Ponsel hilang? Gunakan kode pemulihan”.",
                "Sign in with your mail address and password. On the page for the code choose “Lost your phone? Use a recovery code”."
            )
        case .lostStepReplace:
            (
                "Pilih “Ganti ponsel”, pasang aplikasi autentikator di ponsel baru, lalu simpan kode pemulihan yang baru.",
                "Choose “Replace the phone”, set up the authenticator app on the new phone, then save the new recovery codes."
            )
        case .lostStepRevoke:
            (
                "Cabut kata sandi aplikasi yang dipakai di ponsel yang hilang.",
                "Revoke the app passwords that the lost phone used."
            )
        case .lostStepSignOut:
            (
                "Ganti kata sandi Anda jika tersimpan di ponsel itu. Semua sesi lain lalu berakhir.",
                "Change your password if it was kept on that phone. All other sessions then end."
            )
        case .lostWithoutCodes: ("Anda tidak punya kode pemulihan", "You have no recovery codes")
        case .lostStepCall:
            (
                "Hubungi helpdesk dan minta 2FA akun Anda dihapus. Siapkan kartu pegawai atau surat tugas Anda:",
                "Contact the help desk and ask for your account's 2FA to be removed. Have your staff card or letter of assignment ready:"
            )
        case .lostStepMeanwhile:
            (
                "Permintaan Anda disetujui oleh dua petugas. Sampai saat itu akun tetap terlindungi.",
                "Two officers approve your request. Until then the account stays protected."
            )
        case .lostStepAnew:
            (
                "Setelah itu masuk dengan kata sandi, lalu aktifkan 2FA di ponsel baru.",
                "Then sign in with your password and activate 2FA on the new phone."
            )
        case .lostFound:
            (
                "Helpdesk tidak pernah meminta kata sandi, kode verifikasi, atau kode pemulihan Anda.",
                "The help desk never asks for your password, a verification code or a recovery code."
            )
        case .lostBefore: ("Sebelum ponsel hilang", "Before a phone gets lost")
        case .lostBeforeAdvice:
            (
                "Simpan kode pemulihan di tempat yang terpisah dari ponsel, misalnya dicetak di laci terkunci.",
                "Keep the recovery codes apart from the phone, printed in a locked drawer for example."
            )
        }
    }
}
