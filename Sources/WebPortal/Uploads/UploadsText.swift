/// The texts of many accounts from a file.
enum UploadsText: String, WordTable {
    case navUploads, uploadsTitle, uploadsLead, uploadsNone, uploadsOff, uploadsKept, uploadNew, uploadNewTitle
    case uploadTitle, uploadTemplate, uploadTemplateHint, uploadColumns, uploadColumnName, uploadColumnAlso
    case uploadColumnMeaning, uploadColumnExample
    case uploadFile, uploadFileHint, uploadSend, uploadTenantHint, uploadOwnTenant, uploadServiceChoose
    case uploadReceived, uploadStage, uploadRows, uploadSize
    case uploadServiceMissing, uploadTenantMissing, uploadTenantUnknown, uploadTenantAmbiguous, uploadFileMissing
    case uploadTooLarge, uploadWrongKind, uploadBusy, uploadTooMany, uploadDiskFull, uploadStale
    case stagePlanning, stagePlanned, stageWriting, stageFinished, stageCancelled, stageInterrupted, stageUnusable
    case planTitle, planCreated, planChanged, planSame, planRefused, planFingerprint, planRows, planDownload
    case planNothing, planLead, planAllRows
    case uploadAccept, uploadSkip, uploadSkipHint, uploadLosses, uploadAccepted, uploadResumed, uploadPlannedAgain
    case uploadStopped, uploadRemoved, uploadContinue, uploadPlanAgain, uploadStop, uploadRemove
    case progressTitle, progressWaiting, progressReading, progressAsking, progressWriting, progressStay
    case resultTitle, resultRun, resultBegun, resultDone, resultSame, resultRefused, resultFailed, resultCutOff
    case resultDownload
    case rowsRefused, rowsChanged, rowsCreated, rowLine, rowAddress, rowWhat, rowBefore, rowAfter, rowMend, rowColumn
    case rowDetail, wholeRow, valueNone, rowsFirst, backToUpload, backToUploads
    case remarkRestarted, remarkPlanChanged, remarkPlanGrew, remarkFileFault, remarkNoTenant, remarkDirectoryGone
    case remarkAccountEnded, remarkNotAllowed, remarkInner
    case rowRuleMalformedRow, rowRuleBrokenValue, rowRuleMissingValue, rowRuleDuplicateInFile, rowRuleDuplicateAddress
    case rowRuleForeignDomain, rowRuleTooManyAccounts, rowRuleQuotaTooLarge, rowRuleStatusTransition
    case rowMendMalformedRow, rowMendBrokenValue, rowMendMissingValue, rowMendDuplicateInFile, rowMendDuplicateAddress
    case rowMendForeignDomain, rowMendTooManyAccounts, rowMendQuotaTooLarge, rowMendStatusTransition
    case columnAddress, columnName, columnSurname, columnGivenName, columnTitle, columnEmployeeNumber, columnUnit
    case columnTelephone, columnMobile, columnAliases, columnForward, columnMailHost, columnStatus, columnReason
    case columnQuota

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navUploads: ("Unggah", "Upload")
        case .uploadsTitle: ("Unggah banyak akun", "Upload many accounts")
        case .uploadsLead:
            (
                "Buat atau ubah banyak akun sekaligus dari satu berkas. Anda melihat rencananya dulu; tidak ada yang ditulis sebelum Anda setujui.",
                "Make or change many accounts at once from one file. You see the plan first; nothing is written before you accept it."
            )
        case .uploadsNone: ("Belum ada unggahan.", "There are no uploads yet.")
        case .uploadsOff:
            (
                "Unggahan belum diaktifkan di server ini. Hubungi pengelola server.",
                "Uploads are not switched on at this server. Ask its operators."
            )
        case .uploadsKept:
            (
                "Hanya Anda yang melihat unggahan Anda. Berkas dan hasilnya dihapus setelah {n} hari.",
                "Nobody but you sees your uploads. Files and results are removed after {n} days."
            )
        case .uploadNew: ("Unggah berkas", "Upload a file")
        case .uploadNewTitle: ("Unggah berkas akun", "Upload a file of accounts")
        case .uploadTitle: ("Unggahan", "Upload")
        case .uploadTemplate: ("Unduh contoh berkas", "Download a sample file")
        case .uploadTemplateHint:
            (
                "Isi contoh ini dengan aplikasi lembar kerja, hapus baris contohnya, lalu simpan sebagai CSV UTF-8.",
                "Fill the sample in with a spreadsheet program, take the sample row out, and save it as CSV UTF-8."
            )
        case .uploadColumns: ("Kolom yang dikenal", "Known columns")
        case .uploadColumnName: ("Kolom", "Column")
        case .uploadColumnAlso: ("Nama lain yang diterima", "Other names that are taken")
        case .uploadColumnMeaning: ("Arti dan cara menulis", "Meaning and how to write it")
        case .uploadColumnExample: ("Contoh", "Example")
        case .uploadFile: ("Berkas CSV atau LDIF", "CSV or LDIF file")
        case .uploadFileHint:
            (
                "CSV UTF-8 dengan baris judul, dipisah koma atau titik koma; atau LDIF. Paling besar {n} MB.",
                "CSV UTF-8 with a header line, separated by commas or semicolons; or LDIF. At most {n} MB."
            )
        case .uploadSend: ("Kirim dan buat rencana", "Send and make the plan")
        case .uploadTenantHint:
            ("Nama atau kode instansi atau KPPN.", "Name or code of the agency or treasury office.")
        case .uploadOwnTenant: ("Untuk", "For")
        case .uploadServiceChoose: ("Pilih layanan", "Choose a service")
        case .uploadReceived: ("Diterima", "Received")
        case .uploadStage: ("Keadaan", "State")
        case .uploadRows: ("Baris", "Rows")
        case .uploadSize: ("Ukuran", "Size")
        case .uploadServiceMissing: ("Pilih layanan.", "Choose a service.")
        case .uploadTenantMissing: ("Isi nama atau kode instansi.", "Give the tenant's name or code.")
        case .uploadTenantUnknown:
            (
                "Instansi dengan nama atau kode ini tidak ada di layanan tersebut. Periksa ejaannya di halaman Instansi.",
                "That service has no tenant of this name or code. Look its spelling up on the page of tenants."
            )
        case .uploadTenantAmbiguous:
            (
                "Ada beberapa instansi dengan nama atau kode ini. Pakai kodenya.",
                "Several tenants have this name or code. Use the code."
            )
        case .uploadFileMissing:
            (
                "Belum ada berkas, atau berkasnya kosong. Pilih berkas CSV atau LDIF.",
                "There is no file, or it is empty. Choose a CSV or LDIF file."
            )
        case .uploadTooLarge:
            (
                "Berkas lebih besar dari {n} MB. Bagi menjadi beberapa berkas.",
                "The file is larger than {n} MB. Split it into several."
            )
        case .uploadWrongKind:
            (
                "Berkas ini bukan CSV atau LDIF, melainkan misalnya buku kerja Excel atau PDF. Simpan sebagai “CSV UTF-8”, lalu unggah lagi.",
                "This file is no CSV or LDIF but, say, an Excel workbook or a PDF. Save it as “CSV UTF-8” and upload that."
            )
        case .uploadBusy:
            (
                "Unggahan Anda yang lain masih berjalan. Tunggu sampai selesai, atau batalkan dulu.",
                "Another upload of yours is under way. Wait until it is done, or cancel it first."
            )
        case .uploadTooMany:
            (
                "Anda sudah menyimpan 10 unggahan. Hapus yang tidak diperlukan lagi, lalu coba lagi.",
                "You keep 10 uploads already. Remove what you no longer need, and try again."
            )
        case .uploadDiskFull:
            (
                "Tempat untuk unggahan di server penuh. Coba lagi nanti, atau hubungi pengelola server.",
                "The server's room for uploads is full. Try again later, or ask its operators."
            )
        case .uploadStale:
            (
                "Keadaan unggahan ini sudah berubah, atau rencananya bukan yang Anda lihat. Periksa lagi di bawah.",
                "This upload stands elsewhere by now, or its plan is not the one you saw. Look at it again below."
            )
        case .stagePlanning: ("Rencana sedang dibuat", "The plan is being made")
        case .stagePlanned: ("Menunggu persetujuan Anda", "Waits for your acceptance")
        case .stageWriting: ("Sedang ditulis", "Being written")
        case .stageFinished: ("Selesai", "Finished")
        case .stageCancelled: ("Dibatalkan", "Cancelled")
        case .stageInterrupted: ("Terputus, dapat dilanjutkan", "Interrupted, can be continued")
        case .stageUnusable: ("Berkas tidak dapat dibaca", "The file cannot be read")
        case .planTitle: ("Rencana", "Plan")
        case .planLead:
            (
                "Inilah yang akan terjadi. Belum ada yang ditulis.",
                "This is what would happen. Nothing has been written yet."
            )
        case .planCreated: ("Akun baru", "New accounts")
        case .planChanged: ("Akun diubah", "Changed accounts")
        case .planSame: ("Sudah sama", "Already the same")
        case .planRefused: ("Baris ditolak", "Refused rows")
        case .planFingerprint: ("Sidik rencana", "Fingerprint of the plan")
        case .planRows: ("Semua baris", "All rows")
        case .planDownload: ("Unduh rencana (CSV)", "Download the plan (CSV)")
        case .planNothing:
            ("Tidak ada yang perlu ditulis.", "There is nothing to write.")
        case .planAllRows: ("Lihat semua", "See all")
        case .uploadAccept: ("Setujui dan tulis {n} akun", "Accept and write {n} accounts")
        case .uploadSkip: ("Lewati {n} baris yang ditolak", "Leave {n} refused rows out")
        case .uploadSkipHint:
            (
                "Tanpa centang ini, unggahan dengan baris yang ditolak tidak dijalankan.",
                "Without this, an upload with refused rows is not carried out."
            )
        case .uploadLosses:
            (
                "Perhatian: {blokir} akun akan diblokir dan {tutup} akun ditutup. Pemiliknya tidak dapat lagi memakai email.",
                "Mind: {blokir} accounts will be blocked and {tutup} closed. Their owners can then no longer use their mail."
            )
        case .uploadAccepted: ("Rencana disetujui. Penulisan dimulai.", "The plan is accepted. Writing begins.")
        case .uploadResumed: ("Unggahan dilanjutkan.", "The upload goes on.")
        case .uploadPlannedAgain: ("Rencana dibuat lagi.", "The plan is made anew.")
        case .uploadStopped:
            (
                "Unggahan dihentikan. Yang sudah ditulis tetap ada.",
                "The upload is being stopped. What was written stays."
            )
        case .uploadRemoved: ("Unggahan dihapus.", "The upload was removed.")
        case .uploadContinue: ("Lanjutkan", "Continue")
        case .uploadPlanAgain: ("Buat rencana lagi", "Make the plan anew")
        case .uploadStop: ("Hentikan", "Stop")
        case .uploadRemove: ("Hapus unggahan ini", "Remove this upload")
        case .progressTitle: ("Kemajuan", "Progress")
        case .progressWaiting: ("Menunggu giliran.", "Waiting for its turn.")
        case .progressReading: ("Membaca berkas: {n} baris.", "Reading the file: {n} rows.")
        case .progressAsking: ("Memeriksa direktori: {n} entri.", "Looking at the directory: {n} entries.")
        case .progressWriting: ("Menulis: {n} dari {semua} akun.", "Writing: {n} of {semua} accounts.")
        case .progressStay:
            (
                "Anda boleh menutup halaman ini; pekerjaan berjalan terus. Halaman diperbarui sendiri.",
                "You may close this page; the work goes on. The page renews itself."
            )
        case .resultTitle: ("Hasil", "Results")
        case .resultRun: ("Penulisan", "Run")
        case .resultBegun: ("Dimulai", "Begun")
        case .resultDone: ("Ditulis", "Written")
        case .resultSame: ("Sudah sama", "Already the same")
        case .resultRefused: ("Ditolak rencana", "Refused by the plan")
        case .resultFailed: ("Gagal", "Failed")
        case .resultCutOff: ("Belum selesai atau terputus", "Not finished, or cut off")
        case .resultDownload: ("Unduh hasil per baris", "Download the result of each row")
        case .rowsRefused: ("Baris yang ditolak", "Refused rows")
        case .rowsChanged: ("Akun yang diubah", "Accounts to be changed")
        case .rowsCreated: ("Akun baru", "New accounts")
        case .rowLine: ("Baris", "Line")
        case .rowAddress: ("Alamat", "Address")
        case .rowWhat: ("Masalah", "What is wrong")
        case .rowBefore: ("Sebelum", "Before")
        case .rowAfter: ("Sesudah", "After")
        case .rowMend: ("Cara memperbaiki", "How to mend it")
        case .rowColumn: ("Kolom", "Column")
        case .rowDetail: ("Rincian", "Detail")
        case .wholeRow: ("seluruh baris", "the whole row")
        case .valueNone: ("kosong", "nothing")
        case .rowsFirst: ("Ke halaman pertama", "First page")
        case .backToUpload: ("Kembali ke unggahan", "Back to the upload")
        case .backToUploads: ("Semua unggahan", "All uploads")
        case .remarkRestarted:
            (
                "Pekerjaan terputus karena portal dimulai ulang. Yang sudah ditulis tetap ada; lanjutkan untuk sisanya.",
                "The work was cut off when the portal was restarted. What was written stays; continue for the rest."
            )
        case .remarkPlanChanged:
            (
                "Direktori berubah sejak rencana disetujui, jadi tidak ada yang ditulis. Ini rencana yang baru; periksa lagi.",
                "The directory has changed since the plan was accepted, so nothing was written. This is the new plan; look at it again."
            )
        case .remarkPlanGrew:
            (
                "Sisa pekerjaan bukan lagi yang Anda setujui, karena direktori berubah. Ini rencana untuk sisanya; periksa lagi.",
                "What is left is no longer what you accepted, because the directory has changed. This is the plan for the rest; look at it again."
            )
        case .remarkFileFault:
            (
                "Berkas tidak dapat dibaca sampai selesai. Perbaiki, lalu unggah lagi.",
                "The file cannot be read to its end. Mend it and upload it again."
            )
        case .remarkNoTenant:
            ("Instansi ini tidak ada lagi.", "This tenant is no longer there.")
        case .remarkDirectoryGone:
            (
                "Direktori tidak menjawab. Yang sudah ditulis tetap ada; lanjutkan untuk sisanya.",
                "The directory did not answer. What was written stays; continue for the rest."
            )
        case .remarkAccountEnded:
            (
                "Dihentikan karena akun pemilik unggahan tidak aktif lagi.",
                "Stopped because the account of whoever uploaded it is no longer active."
            )
        case .remarkNotAllowed:
            (
                "Direktori tidak mengizinkan Anda melakukan ini.",
                "The directory does not let you do this."
            )
        case .remarkInner:
            (
                "Terjadi kesalahan di server; pengelola dapat melihatnya di log. Yang sudah ditulis tetap ada.",
                "Something failed at the server; its operators find it in the log. What was written stays."
            )
        case .rowRuleMalformedRow: ("Baris tidak tertulis dengan benar.", "The row is not written correctly.")
        case .rowRuleBrokenValue: ("Nilai tidak dapat diterima.", "The value cannot be taken.")
        case .rowRuleMissingValue: ("Nilai yang wajib tidak ada.", "A value that is needed is missing.")
        case .rowRuleDuplicateInFile: ("Alamat ini ada dua kali di berkas.", "The file has this address twice.")
        case .rowRuleDuplicateAddress: ("Alamat ini sudah dipakai.", "The address is taken.")
        case .rowRuleForeignDomain:
            ("Domain alamat bukan milik instansi ini.", "The address' domain is none of this tenant's.")
        case .rowRuleTooManyAccounts:
            ("Jumlah akun instansi ini sudah mencapai batas.", "The tenant has as many accounts as it may have.")
        case .rowRuleQuotaTooLarge: ("Kuota melebihi batas instansi.", "The quota is over the tenant's limit.")
        case .rowRuleStatusTransition: ("Status tidak dapat diubah seperti ini.", "The status cannot change like this.")
        case .rowMendMalformedRow:
            (
                "Periksa jumlah kolom. Nilai yang berisi pemisah atau tanda kutip harus diapit tanda kutip, dan tanda kutip di dalamnya ditulis dua kali.",
                "Check the number of fields. A value with a separator or a quote in it stands in quotes, and each quote within it is written twice."
            )
        case .rowMendBrokenValue:
            (
                "Tulis ulang nilainya, atau hapus kolom yang tidak dikenal.",
                "Write the value anew, or take the unknown column out."
            )
        case .rowMendMissingValue: ("Lengkapi nilainya.", "Add the value.")
        case .rowMendDuplicateInFile: ("Sisakan di satu baris saja.", "Leave it in one of the rows.")
        case .rowMendDuplicateAddress: ("Pakai alamat lain.", "Use another address.")
        case .rowMendForeignDomain:
            (
                "Pakai domain layanan atau domain instansi ini; domain baru didaftarkan dulu di halaman Instansi.",
                "Use a domain of the service or of this tenant; a new one has to be entered with the tenant first."
            )
        case .rowMendTooManyAccounts:
            (
                "Tutup akun yang tidak dipakai, atau minta Admin Pusat menaikkan batasnya.",
                "Close accounts that are not used, or ask the head office to raise the limit."
            )
        case .rowMendQuotaTooLarge:
            (
                "Turunkan kuotanya, atau minta Admin Pusat menaikkan batasnya.",
                "Lower the quota, or ask the head office to raise the limit."
            )
        case .rowMendStatusTransition:
            ("Kosongkan sel status, atau hapus barisnya.", "Leave the cell empty, or take the row out.")
        case .columnAddress:
            (
                "Wajib. Alamat email akun, nama@domain: huruf, angka, titik, tanda hubung, garis bawah.",
                "Needed. The account's address, name@domain: letters, digits, dots, hyphens, underscores."
            )
        case .columnName: ("Wajib untuk akun baru. Nama lengkap.", "Needed for a new account. The full name.")
        case .columnSurname:
            ("Nama belakang; bila kosong, kata terakhir dari nama.", "Surname; the name's last word if empty.")
        case .columnGivenName: ("Nama depan.", "Given name.")
        case .columnTitle: ("Jabatan.", "Position.")
        case .columnEmployeeNumber: ("Nomor pegawai, misalnya NIP.", "Employee number.")
        case .columnUnit: ("Unit atau satuan kerja.", "Unit or department.")
        case .columnTelephone:
            (
                "Nomor telepon kantor: angka, spasi, tanda kurung, + dan -.",
                "Office telephone: digits, spaces, brackets, + and -."
            )
        case .columnMobile: ("Nomor ponsel: angka, spasi, + dan -.", "Mobile telephone: digits, spaces, + and -.")
        case .columnAliases:
            (
                "Alamat lain yang juga diterima, dipisah spasi; paling banyak 50.",
                "Further addresses, separated by spaces; at most 50."
            )
        case .columnForward:
            ("Teruskan surat ke satu alamat, nama@domain.", "Forward mail to one address, name@domain.")
        case .columnMailHost:
            (
                "Server surat yang menyimpan kotak surat; biasanya dikosongkan.",
                "The mail host that keeps the mailbox; usually left empty."
            )
        case .columnStatus:
            (
                "diunggah (uploaded), aktif (active), diblokir (blocked) atau ditutup (closed); akun baru tanpa ini menjadi diunggah.",
                "uploaded (diunggah), active (aktif), blocked (diblokir) or closed (ditutup); a new account without it is uploaded."
            )
        case .columnReason:
            ("Alasan status, misalnya mengapa diblokir.", "Reason of the status, such as why it is blocked.")
        case .columnQuota:
            (
                "Kuota dalam byte atau seperti 2 GB, antara 1 MB dan 9 TB.",
                "Quota in bytes or such as 2 GB, between 1 MB and 9 TB."
            )
        }
    }
}
