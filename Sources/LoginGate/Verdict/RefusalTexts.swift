internal import DirectoryModel

/// What people read in their mail program when they are refused: Indonesian, then English, in one line. Nothing in it depends
/// on whether a password or a code was right, but for those who have no second factor and should: only somebody who knows the
/// password is led to the activation.
struct RefusalTexts: Sendable {
    /// The portal's page where the second factor is activated.
    var activationURL: String
    /// The portal's page where app passwords are made.
    var appPasswordURL: String
    /// Who helps, such as a telephone number; may be empty.
    var helpDesk: String
    /// How far the readers' clocks are ahead of UTC; Jakarta's are seven hours.
    var offsetFromUTC: Duration

    init(
        activationURL: String,
        appPasswordURL: String,
        helpDesk: String = "",
        offsetFromUTC: Duration = .seconds(7 * 3600)
    ) {
        self.activationURL = activationURL
        self.appPasswordURL = appPasswordURL
        self.helpDesk = helpDesk
        self.offsetFromUTC = offsetFromUTC
    }

    /// The second factor is overdue since the deadline, a moment that is the first of its day.
    func overdue(since deadline: Timestamp) -> String {
        let day = Self.day(of: deadline + offsetFromUTC)
        return "2FA sudah diwajibkan sejak \(day.indonesian). Aktifkan di \(activationURL) / "
            + "Two-factor authentication is required since \(day.english): activate it at \(activationURL)"
    }

    /// A mail program came with the main password.
    var needsAppPassword: String {
        "2FA aktif: gunakan kata sandi aplikasi, buat di \(appPasswordURL) / "
            + "Two-factor authentication is on: use an app password, made at \(appPasswordURL)"
    }

    /// The second factor's secret is gone, which only the help desk can mend.
    var needsHelp: String {
        let contact = helpDesk.isEmpty ? "" : " \(helpDesk)"
        return "2FA akun ini perlu diperbaiki. Hubungi helpdesk\(contact) / "
            + "This account's two-factor authentication needs repair: contact the help desk\(contact)"
    }

    /// Something of ours does not work.
    var unavailable: String {
        "Layanan verifikasi sedang tidak tersedia, coba lagi nanti / "
            + "The verification service is not available, try again later"
    }

    /// Name, password or code is wrong, or something that must not be told apart from that: what slapd itself says.
    static let wrong = ""

    private static func day(of time: Timestamp) -> (indonesian: String, english: String) {
        let parts = time.rfc3339.prefix(10).split(separator: "-")
        guard parts.count == 3, let month = Int(parts[1]), (1...12).contains(month), let day = Int(parts[2]) else {
            return (time.rfc3339, time.rfc3339)
        }
        return ("\(day) \(indonesianMonths[month - 1]) \(parts[0])", "\(day) \(englishMonths[month - 1]) \(parts[0])")
    }

    private static let indonesianMonths = [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ]
    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}

extension BindRefusal {
    /// Wrong in one way or another (RFC 4511, invalidCredentials): the one answer for all that must be indistinguishable.
    static let wrong = BindRefusal(resultCode: 49, message: RefusalTexts.wrong)

    /// The password came in the clear (RFC 4511, confidentialityRequired).
    static let unprotected = BindRefusal(resultCode: 13, message: "Gunakan TLS / Use TLS")

    /// Mail servers take code 49, and no other, for "this will not work"; all others mean "try later" to them.
    static func told(_ text: String) -> BindRefusal { BindRefusal(resultCode: 49, message: text) }
}
