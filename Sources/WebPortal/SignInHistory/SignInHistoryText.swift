internal import TwoFactor

/// The texts of somebody's last sign-ins.
enum SignInHistoryText: String, WordTable {
    case historyTitle
    case historyLead
    case historyWhere
    case historyNone
    case historyCut
    case historyUnreadable
    case historyNotKept
    case historyAdvice
    case historyTime
    case historyWay
    case historyAddress
    case historyOutcome
    case historyAdmitted
    case historyRefused
    case historyPutOff
    case ownServer
    case wayMailReading
    case wayMailSending
    case wayFilters
    case wayWeb
    case wayDirectory
    case wayActivation
    case wayRecovery
    case byPassword
    case byPasswordExempt
    case byCode
    case byAppPassword
    case byWebmail
    case byRecovery
    case becausePassword
    case becauseNoSecondFactor
    case becauseCodeMissing
    case becauseCodeWrong
    case becauseCodeUsed
    case becauseRecoveryWrong
    case becauseLocked
    case becauseMainPassword
    case becauseAppPasswordWrong
    case becauseAppPasswordExpired
    case becauseWebmailOver
    case becauseNotActive
    case becauseTampered
    case becauseOther

    var texts: (indonesian: String, english: String) {
        switch self {
        case .historyTitle: ("Riwayat masuk", "Recent sign-ins")
        case .historyLead:
            (
                "Percobaan masuk terakhir ke akun Anda dalam 14 hari, yang terbaru di atas.",
                "The last attempts to sign in to your account within 14 days, the newest first."
            )
        case .historyWhere:
            (
                "Untuk webmail, portal ini, dan aplikasi email yang tercatat adalah alamat server yang meneruskan permintaan.",
                "For webmail, this portal and mail programs the address is that of the server that passed the request on."
            )
        case .historyNone: ("Tidak ada percobaan masuk yang tercatat.", "No attempts to sign in are recorded.")
        case .historyCut:
            (
                "Catatan sangat panjang, sehingga hanya bagian terakhirnya yang diperiksa.",
                "The records are very long, so only their last part was looked through."
            )
        case .historyUnreadable:
            (
                "Catatan masuk sedang tidak dapat dibaca. Coba lagi nanti.",
                "The records of sign-ins cannot be read at the moment. Try again later."
            )
        case .historyNotKept:
            ("Catatan masuk tidak tersedia di portal ini.", "Records of sign-ins are not available in this portal.")
        case .historyAdvice:
            (
                "Ada yang bukan Anda? Ganti kata sandi, cabut kata sandi aplikasi, lalu hubungi helpdesk.",
                "Was one of them not you? Change your password, revoke your app passwords, then contact the help desk."
            )
        case .historyTime: ("Waktu", "Time")
        case .historyWay: ("Lewat", "By")
        case .historyAddress: ("Alamat jaringan", "Network address")
        case .historyOutcome: ("Hasil", "Outcome")
        case .historyAdmitted: ("Diterima", "Accepted")
        case .historyRefused: ("Ditolak", "Refused")
        case .historyPutOff: ("Ditunda", "Put off")
        case .ownServer: ("Server layanan ini", "This service's own server")
        case .wayMailReading: ("Membaca email ({n})", "Reading mail ({n})")
        case .wayMailSending: ("Mengirim email ({n})", "Sending mail ({n})")
        case .wayFilters: ("Filter email (Sieve)", "Mail filters (Sieve)")
        case .wayWeb: ("Webmail atau portal", "Webmail or portal")
        case .wayDirectory: ("Direktori (LDAP)", "Directory (LDAP)")
        case .wayActivation: ("Portal, untuk mengaktifkan 2FA", "Portal, to activate 2FA")
        case .wayRecovery: ("Portal, dengan kode pemulihan", "Portal, with a recovery code")
        case .byPassword: ("dengan kata sandi", "with the password")
        case .byPasswordExempt: ("dengan kata sandi (dikecualikan dari 2FA)", "with the password (exempt from 2FA)")
        case .byCode: ("dengan kata sandi dan kode verifikasi", "with password and verification code")
        case .byAppPassword: ("dengan kata sandi aplikasi", "with an app password")
        case .byWebmail: ("dengan sesi webmail", "with a session of webmail")
        case .byRecovery: ("dengan kata sandi dan kode pemulihan", "with password and recovery code")
        case .becausePassword: ("kata sandi salah", "the password was wrong")
        case .becauseNoSecondFactor: ("2FA belum diaktifkan", "2FA is not activated")
        case .becauseCodeMissing: ("kode verifikasi tidak dimasukkan", "no verification code was given")
        case .becauseCodeWrong: ("kode verifikasi salah", "the verification code was wrong")
        case .becauseCodeUsed: ("kode verifikasi sudah pernah dipakai", "the verification code had been used before")
        case .becauseRecoveryWrong: ("kode pemulihan salah", "the recovery code was wrong")
        case .becauseLocked: ("terlalu banyak kode salah", "too many wrong codes")
        case .becauseMainPassword:
            (
                "kata sandi utama tidak berlaku untuk aplikasi email; gunakan kata sandi aplikasi",
                "the main password does not work in mail programs; use an app password"
            )
        case .becauseAppPasswordWrong: ("kata sandi aplikasi salah", "the app password was wrong")
        case .becauseAppPasswordExpired: ("kata sandi aplikasi sudah kedaluwarsa", "the app password has expired")
        case .becauseWebmailOver: ("sesi webmail sudah berakhir", "the session of webmail had ended")
        case .becauseNotActive: ("akun tidak aktif", "the account was not active")
        case .becauseTampered: ("data 2FA rusak; hubungi helpdesk", "the 2FA data is damaged; contact the help desk")
        case .becauseOther: ("layanan sedang tidak tersedia", "the service was not available")
        }
    }
}

extension VerdictRecord {
    /// What was signed in to, in a person's words.
    func way(in language: Language) -> String {
        let name = self.protocol?.rawValue.uppercased() ?? ""
        return switch self.protocol {
        case .imap, .pop3: SignInHistoryText.wayMailReading.text(in: language, "n", name)
        case .smtp, .submission: SignInHistoryText.wayMailSending.text(in: language, "n", name)
        case .sieve: SignInHistoryText.wayFilters.text(in: language)
        case .web: SignInHistoryText.wayWeb.text(in: language)
        case .activation: SignInHistoryText.wayActivation.text(in: language)
        case .recovery: SignInHistoryText.wayRecovery.text(in: language)
        case .directory, nil: SignInHistoryText.wayDirectory.text(in: language)
        }
    }

    /// How it ended.
    var outcomeText: SignInHistoryText {
        switch outcome {
        case .admitted: .historyAdmitted
        case .refused: .historyRefused
        case .unavailable, .busy: .historyPutOff
        }
    }

    /// Why it ended so, in a person's words.
    var reasonText: SignInHistoryText {
        switch reason {
        case .notDue, .newcomer, .observed, .serviceIdentity, .activation: .byPassword
        case .exempt: .byPasswordExempt
        case .code: .byCode
        case .appPassword: .byAppPassword
        case .sessionTicket: .byWebmail
        case .recovery: .byRecovery
        case .password: .becausePassword
        case .noSecondFactor: .becauseNoSecondFactor
        case .codeMissing: .becauseCodeMissing
        case .codeWrong: .becauseCodeWrong
        case .codeUsed: .becauseCodeUsed
        case .recoveryWrong: .becauseRecoveryWrong
        case .locked: .becauseLocked
        case .mainPassword: .becauseMainPassword
        case .appPasswordWrong: .becauseAppPasswordWrong
        case .appPasswordExpired: .becauseAppPasswordExpired
        case .ticketWrong, .ticketExpired: .becauseWebmailOver
        case .notActive: .becauseNotActive
        case .tampered, .sealBroken: .becauseTampered
        case .malformedName, .unprotected, .unknownName, .ambiguousName, .keyRing, .policies, .directoryDown,
            .writesDown, .directorySlow:
            .becauseOther
        }
    }
}
