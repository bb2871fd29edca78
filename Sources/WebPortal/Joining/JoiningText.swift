internal import TenantOnboarding

/// The texts of how an agency joins.
enum JoiningText: String, WordTable {
    case navJoining
    case joiningTitle
    case joiningLead
    case joiningDrifted
    case joiningNew
    case joiningNewTitle
    case joiningNewLead
    case joiningLetterNumber
    case joiningLetterDate
    case joiningSigner
    case joiningRank
    case joiningRankOther
    case joiningUse
    case joiningDomain
    case joiningAdministrator
    case joiningContact
    case joiningRecord
    case joiningRequestDone
    case joiningFieldWrong
    case joiningRankWrong
    case joiningDateWrong
    case joiningContactWrong
    case joiningInvalid
    case joiningNdaDate
    case joiningCredentialsDate
    case joiningReason
    case joiningSteps
    case joiningStepDone
    case joiningStepNow
    case joiningStepOpen
    case joiningNext
    case joiningNdaRecord
    case joiningNdaLead
    case joiningNdaDone
    case joiningCredentialsLead
    case joiningAddress
    case joiningHost
    case joiningIssue
    case joiningReissue
    case joiningReissueLead
    case joiningAddressWrong
    case joiningAddressTaken
    case joiningHostWrong
    case joiningPasswordTitle
    case joiningPasswordLead
    case joiningPasswordOnce
    case joiningPasswordChange
    case joiningToMx
    case joiningMxDone
    case joiningActivate
    case joiningActivateLead
    case joiningActiveDone
    case joiningMxNotRight
    case joiningSuspend
    case joiningSuspendLead
    case joiningSuspendDone
    case joiningLeave
    case joiningLeaveLead
    case joiningLeaveDone
    case joiningReasonWrong
    case joiningResume
    case joiningResumedDone
    case joiningResumedToMx
    case joiningReturn
    case joiningOther
    case joiningTenantLink
    case joiningStatusUnknown
    case joiningStepResumed
    case joiningStepDomain
    case mxTitle
    case mxLead
    case mxHost
    case mxType
    case mxPriority
    case mxValue
    case mxTtl
    case mxLook
    case joiningLooked
    case mxResult
    case mxChecked
    case mxNever
    case mxResolver
    case mxSaid
    case mxVerdict
    case mxDelete
    case mxSaidNothing
    case mxSaidNoName
    case mxSaidNoAnswer
    case mxSaidUnusable
    case mxPending
    case mxCorrect
    case mxNotSpread
    case mxIncomplete
    case mxForeignHosts
    case mxWrongPriority
    case mxNullMx
    case mxNoMx
    case mxAlias
    case mxNoDomain
    case mxServerFailure
    case mxTimeout
    case mxResolverFailure
    case rankSekda
    case rankSekjen
    case rankKestama
    case rankBupati
    case rankWalikota
    case rankGubernur
    case rankKepala
    case rankMenteri
    case stepRequested
    case stepNda
    case stepCredentials
    case stepMx
    case stepActive
    case stepSuspended
    case stepLeft

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navJoining:
            (
                "Bergabung",
                "Joining"
            )
        case .joiningTitle:
            (
                "Instansi bergabung",
                "Agencies that join"
            )
        case .joiningLead:
            (
                "Instansi dengan domain sendiri bergabung lewat surat permohonan, NDA, kredensial, dan rekaman MX.",
                "An agency with a domain of its own joins by a letter of request, an NDA, credentials and MX records."
            )
        case .joiningDrifted:
            (
                "Rekaman MX instansi aktif ini tidak lagi benar; surat mungkin terkirim ke tempat lain:",
                "The MX records of these active agencies are no longer right; mail may go elsewhere:"
            )
        case .joiningNew:
            (
                "Catat surat permohonan",
                "Record a letter of request"
            )
        case .joiningNewTitle:
            (
                "Surat permohonan baru",
                "New letter of request"
            )
        case .joiningNewLead:
            (
                "Surat harus ditandatangani sekurang-kurangnya oleh sekda, sekjen, atau kestama. Domain dicadangkan untuk instansi; surat untuk domain itu diterima sejak kredensial diserahkan.",
                "The letter has to be signed at the level of sekda, sekjen or kestama at least. The domain is reserved for the agency; mail for it is taken from the credentials on."
            )
        case .joiningLetterNumber:
            (
                "Nomor surat",
                "Number of the letter"
            )
        case .joiningLetterDate:
            (
                "Tanggal surat",
                "Date of the letter"
            )
        case .joiningSigner:
            (
                "Nama penanda tangan",
                "Name of the signer"
            )
        case .joiningRank:
            (
                "Jabatan penanda tangan",
                "Rank of the signer"
            )
        case .joiningRankOther:
            (
                "Lainnya (di bawah sekda, sekjen, atau kestama)",
                "Other (below sekda, sekjen or kestama)"
            )
        case .joiningUse:
            (
                "Rencana penggunaan",
                "Planned use"
            )
        case .joiningDomain:
            (
                "Domain instansi",
                "The agency's domain"
            )
        case .joiningAdministrator:
            (
                "Nama calon admin",
                "Name of the future administrator"
            )
        case .joiningContact:
            (
                "Nomor telepon calon admin",
                "Telephone number of the future administrator"
            )
        case .joiningRecord:
            (
                "Simpan surat permohonan",
                "Save the letter"
            )
        case .joiningRequestDone:
            (
                "Surat permohonan sudah dicatat. Berikutnya: NDA.",
                "The letter is recorded. Next: the NDA."
            )
        case .joiningFieldWrong:
            (
                "Isi kolom ini, paling banyak 128 karakter.",
                "Fill this field in, with at most 128 characters."
            )
        case .joiningRankWrong:
            (
                "Surat harus ditandatangani sekurang-kurangnya oleh sekda, sekjen, atau kestama. Mintalah surat baru kepada instansi.",
                "The letter has to be signed at the level of sekda, sekjen or kestama at least. Ask the agency for a new letter."
            )
        case .joiningDateWrong:
            (
                "Tulis tanggal yang benar dan tidak di masa depan, misalnya 2026-01-05.",
                "Write a date that is not in the future, such as 2026-01-05."
            )
        case .joiningContactWrong:
            (
                "Nomor telepon berisi paling sedikit enam angka.",
                "A telephone number has at least six digits."
            )
        case .joiningInvalid:
            (
                "Data tidak dapat dipakai. Periksa tanggal dan isian, lalu coba lagi.",
                "This cannot be used. Look at dates and fields, then try again."
            )
        case .joiningNdaDate:
            (
                "Tanggal NDA",
                "Date of the NDA"
            )
        case .joiningCredentialsDate:
            (
                "Tanggal kredensial",
                "Date of the credentials"
            )
        case .joiningReason:
            (
                "Alasan status",
                "Reason of the status"
            )
        case .joiningSteps:
            (
                "Langkah",
                "Steps"
            )
        case .joiningStepDone:
            (
                "selesai",
                "done"
            )
        case .joiningStepNow:
            (
                "sekarang di sini",
                "now here"
            )
        case .joiningStepOpen:
            (
                "belum",
                "to come"
            )
        case .joiningNext:
            (
                "Langkah berikutnya",
                "Next step"
            )
        case .joiningNdaRecord:
            (
                "Catat NDA",
                "Record the NDA"
            )
        case .joiningNdaLead:
            (
                "Isi tanggal NDA yang sudah ditandatangani calon admin.",
                "Give the date of the NDA that the future administrator has signed."
            )
        case .joiningNdaDone:
            (
                "NDA sudah dicatat. Berikutnya: kredensial.",
                "The NDA is recorded. Next: the credentials."
            )
        case .joiningCredentialsLead:
            (
                "Akun admin dan domain dibuat, lalu kata sandi sekali pakai ditampilkan satu kali. Mulai saat itu surat untuk domain diterima. Tindakan ini meminta kata sandi dan kode verifikasi Anda.",
                "The administrator's account and the domain are made, and a one-time password is shown once. From then on mail for the domain is taken. You are asked for your password and a verification code."
            )
        case .joiningAddress:
            (
                "Alamat email admin",
                "Mail address of the administrator"
            )
        case .joiningHost:
            (
                "Mail host kotak surat",
                "Mail host of the mailbox"
            )
        case .joiningIssue:
            (
                "Buat kredensial",
                "Issue the credentials"
            )
        case .joiningReissue:
            (
                "Buat ulang kredensial",
                "Issue the credentials again"
            )
        case .joiningReissueLead:
            (
                "Bila kata sandi hilang, buat ulang: kata sandi lama tidak berlaku lagi.",
                "If the password got lost, issue again: the old one is no longer good."
            )
        case .joiningAddressWrong:
            (
                "Alamat harus berada pada domain instansi, misalnya admin@bandungkab.go.id.",
                "The address has to be in the agency's domain, such as admin@bandungkab.go.id."
            )
        case .joiningAddressTaken:
            (
                "Domain atau alamat ini sudah dipakai. Pilih alamat khusus untuk admin.",
                "The domain or the address is in use. Choose an address for the administrator alone."
            )
        case .joiningHostWrong:
            (
                "Pilih salah satu mail host dalam daftar.",
                "Choose one of the mail hosts on the list."
            )
        case .joiningPasswordTitle:
            (
                "Kredensial admin",
                "The administrator's credentials"
            )
        case .joiningPasswordLead:
            (
                "Kata sandi sekali pakai untuk",
                "One-time password for"
            )
        case .joiningPasswordOnce:
            (
                "Kata sandi ini hanya ditampilkan sekali. Serahkan langsung kepada admin.",
                "This password is shown only once. Hand it over in person."
            )
        case .joiningPasswordChange:
            (
                "Admin harus segera mengganti kata sandi ini pada saat pertama kali masuk: Akun saya, lalu Kata sandi.",
                "The administrator has to change it at the first sign-in: My account, then Password."
            )
        case .joiningToMx:
            (
                "Kredensial sudah diserahkan, tunggu rekaman MX",
                "The credentials are handed over, wait for the MX records"
            )
        case .joiningMxDone:
            (
                "Sekarang menunggu rekaman MX. Sampaikan rekaman di bawah kepada admin instansi.",
                "Now waiting for the MX records. Tell the agency's administrator the records below."
            )
        case .joiningActivate:
            (
                "Periksa rekaman MX dan aktifkan",
                "Look at the MX records and activate"
            )
        case .joiningActivateLead:
            (
                "Instansi diaktifkan bila semua resolver melihat rekaman MX yang benar.",
                "The agency is activated when all resolvers see the right MX records."
            )
        case .joiningActiveDone:
            (
                "Instansi sudah aktif.",
                "The agency is active."
            )
        case .joiningMxNotRight:
            (
                "Instansi belum dapat diaktifkan karena rekaman MX belum benar. Lihat jawaban setiap resolver di bawah.",
                "The agency cannot be activated: the MX records are not right. See what each resolver answered below."
            )
        case .joiningSuspend:
            (
                "Tangguhkan",
                "Suspend"
            )
        case .joiningSuspendLead:
            (
                "Penangguhan hanya dicatat. Akun tetap dapat masuk, menerima, dan mengirim surat. Blokir akunnya bila itu yang dimaksud.",
                "A suspension is only recorded. Accounts can still log in, receive and send. Block accounts where that is meant."
            )
        case .joiningSuspendDone:
            (
                "Instansi sudah ditangguhkan.",
                "The agency is suspended."
            )
        case .joiningLeave:
            (
                "Catat keluar",
                "Record that it leaves"
            )
        case .joiningLeaveLead:
            (
                "Keluarnya instansi hanya dicatat. Akun dan domain tetap seperti semula: tutup akunnya, dan hapus domain setelah rekaman MX diarahkan ke tempat lain. Selama domain masih terdaftar, surat dari pengguna kami untuk domain itu tetap dikirim ke sini.",
                "Its leaving is only recorded. Accounts and domains stay: close the accounts, and remove the domain once its MX records lead elsewhere. As long as it is listed, our own users' mail for it is delivered here."
            )
        case .joiningLeaveDone:
            (
                "Keluarnya instansi sudah dicatat.",
                "Its leaving is recorded."
            )
        case .joiningReasonWrong:
            (
                "Tulis alasan, paling banyak 500 karakter.",
                "Give a reason of at most 500 characters."
            )
        case .joiningResume:
            (
                "Akhiri penangguhan",
                "End the suspension"
            )
        case .joiningResumedDone:
            (
                "Penangguhan berakhir, instansi aktif kembali.",
                "The suspension has ended, the agency is active again."
            )
        case .joiningResumedToMx:
            (
                "Penangguhan berakhir. Instansi kembali ke langkah sebelumnya; bila rekaman MX belum benar, instansi menunggu rekaman itu.",
                "The suspension has ended. The agency is back where it stood; if its MX records are not right, it waits for them."
            )
        case .joiningReturn:
            (
                "Catat surat permohonan baru",
                "Record a new letter of request"
            )
        case .joiningOther:
            (
                "Tindakan lain",
                "Other acts"
            )
        case .joiningTenantLink:
            (
                "Data, domain, dan admin instansi",
                "Data, domains and administrators"
            )
        case .joiningStatusUnknown:
            (
                "Status tidak dikenal",
                "Unknown status"
            )
        case .joiningStepResumed:
            (
                "Penangguhan berakhir",
                "Suspension ended"
            )
        case .joiningStepDomain:
            (
                "Domain disahkan",
                "Domain confirmed"
            )
        case .mxTitle:
            (
                "Rekaman MX",
                "MX records"
            )
        case .mxLead:
            (
                "Masukkan rekaman ini di panel DNS domain, sebagai pengganti semua rekaman MX lain:",
                "Enter these records in the domain's DNS panel, in place of all other MX records:"
            )
        case .mxHost:
            (
                "Host",
                "Host"
            )
        case .mxType:
            (
                "Tipe",
                "Type"
            )
        case .mxPriority:
            (
                "Prioritas",
                "Priority"
            )
        case .mxValue:
            (
                "Nilai",
                "Value"
            )
        case .mxTtl:
            (
                "TTL (detik)",
                "TTL (seconds)"
            )
        case .mxLook:
            (
                "Periksa sekarang",
                "Look now"
            )
        case .joiningLooked:
            (
                "Rekaman MX sudah diperiksa.",
                "The MX records were looked at."
            )
        case .mxResult:
            (
                "Hasil",
                "Outcome"
            )
        case .mxChecked:
            (
                "Terakhir diperiksa",
                "Last looked at"
            )
        case .mxNever:
            (
                "belum pernah",
                "never"
            )
        case .mxResolver:
            (
                "Resolver",
                "Resolver"
            )
        case .mxSaid:
            (
                "Jawaban",
                "Answer"
            )
        case .mxVerdict:
            (
                "Penilaian",
                "Verdict"
            )
        case .mxDelete:
            (
                "Hapus rekaman ini dari panel DNS:",
                "Delete these records in the DNS panel:"
            )
        case .mxSaidNothing:
            (
                "tidak ada rekaman MX",
                "no MX record"
            )
        case .mxSaidNoName:
            (
                "nama tidak ada",
                "no such name"
            )
        case .mxSaidNoAnswer:
            (
                "tidak menjawab",
                "no answer"
            )
        case .mxSaidUnusable:
            (
                "resolver tidak dapat dipakai",
                "the resolver cannot be used"
            )
        case .mxPending:
            (
                "Belum pernah diperiksa",
                "Not looked at yet"
            )
        case .mxCorrect:
            (
                "Benar",
                "Right"
            )
        case .mxNotSpread:
            (
                "Jawaban resolver berbeda-beda: perubahan belum menyebar ke semua server",
                "The resolvers disagree: the change has not spread yet"
            )
        case .mxIncomplete:
            (
                "Baru sebagian mail host yang dimasukkan",
                "Only some of the mail hosts are entered"
            )
        case .mxForeignHosts:
            (
                "Surat masih diarahkan ke server lain: hapus rekaman yang bukan milik kami",
                "Mail still goes to other hosts: delete what is not ours"
            )
        case .mxWrongPriority:
            (
                "Prioritas tidak sesuai",
                "A priority is not as agreed"
            )
        case .mxNullMx:
            (
                "Rekaman MX kosong (null MX) menolak semua surat: hapus",
                "A null MX record refuses all mail: delete it"
            )
        case .mxNoMx:
            (
                "Belum ada rekaman MX yang disepakati",
                "The agreed MX records are missing"
            )
        case .mxAlias:
            (
                "Nama domain adalah alias (CNAME): hapus, karena MX tidak boleh berdampingan dengan CNAME",
                "The domain is an alias (CNAME): delete it, nothing may stand beside a CNAME"
            )
        case .mxNoDomain:
            (
                "Domain tidak ada di DNS (NXDOMAIN): apakah sudah terdaftar dan didelegasikan?",
                "There is no such domain in DNS (NXDOMAIN): is it registered and delegated?"
            )
        case .mxServerFailure:
            (
                "Server DNS domain tidak menjawab atau tanda tangan DNSSEC salah (SERVFAIL)",
                "The domain's name servers do not answer, or its DNSSEC signatures are wrong (SERVFAIL)"
            )
        case .mxTimeout:
            (
                "Tidak dapat dipastikan: resolver tidak menjawab pada waktunya",
                "Cannot be told: a resolver did not answer in time"
            )
        case .mxResolverFailure:
            (
                "Tidak dapat dipastikan: resolver tidak dapat dipakai",
                "Cannot be told: a resolver cannot be used"
            )
        case .rankSekda:
            (
                "Sekretaris daerah (sekda)",
                "Regional secretary (sekda)"
            )
        case .rankSekjen:
            (
                "Sekretaris jenderal (sekjen)",
                "Secretary general (sekjen)"
            )
        case .rankKestama:
            (
                "Kepala sekretariat utama (kestama)",
                "Head of the main secretariat (kestama)"
            )
        case .rankBupati:
            (
                "Bupati",
                "Regent"
            )
        case .rankWalikota:
            (
                "Wali kota",
                "Mayor"
            )
        case .rankGubernur:
            (
                "Gubernur",
                "Governor"
            )
        case .rankKepala:
            (
                "Kepala lembaga",
                "Head of an agency"
            )
        case .rankMenteri:
            (
                "Menteri",
                "Minister"
            )
        case .stepRequested:
            (
                "Surat permohonan diterima",
                "Letter of request received"
            )
        case .stepNda:
            (
                "NDA ditandatangani",
                "NDA signed"
            )
        case .stepCredentials:
            (
                "Kredensial diserahkan",
                "Credentials issued"
            )
        case .stepMx:
            (
                "Menunggu rekaman MX",
                "Waiting for MX records"
            )
        case .stepActive:
            (
                "Aktif",
                "Active"
            )
        case .stepSuspended:
            (
                "Ditangguhkan",
                "Suspended"
            )
        case .stepLeft:
            (
                "Keluar",
                "Left"
            )
        }
    }
}

extension JoiningText {
    static func mx(_ status: MxStatus) -> JoiningText {
        switch status {
        case .pending: .mxPending
        case .correct: .mxCorrect
        case .notSpread: .mxNotSpread
        case .incomplete: .mxIncomplete
        case .foreignHosts: .mxForeignHosts
        case .wrongPriority: .mxWrongPriority
        case .nullMx: .mxNullMx
        case .noMx: .mxNoMx
        case .alias: .mxAlias
        case .noDomain: .mxNoDomain
        case .serverFailure: .mxServerFailure
        case .timeout: .mxTimeout
        case .resolverFailure: .mxResolverFailure
        }
    }

    static func rank(_ rank: SignerRank) -> JoiningText {
        switch rank {
        case .sekda: .rankSekda
        case .sekjen: .rankSekjen
        case .kestama: .rankKestama
        case .bupati: .rankBupati
        case .walikota: .rankWalikota
        case .gubernur: .rankGubernur
        case .kepala: .rankKepala
        case .menteri: .rankMenteri
        }
    }

    /// Where a tenant stands; `nil` for a value nobody knows.
    static func status(_ status: TenantStatus?) -> JoiningText {
        switch status {
        case .requested: .stepRequested
        case .nda: .stepNda
        case .credentials: .stepCredentials
        case .mx: .stepMx
        case .active: .stepActive
        case .suspended: .stepSuspended
        case .left: .stepLeft
        case nil: .joiningStatusUnknown
        }
    }

    static func step(_ step: JoiningStep) -> JoiningText {
        switch step {
        case .resumed: .joiningStepResumed
        case .domain: .joiningStepDomain
        default: status(TenantStatus(rawValue: step.rawValue))
        }
    }
}
