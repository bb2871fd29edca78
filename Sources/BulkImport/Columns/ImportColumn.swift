public import LDAPClient

/// What an upload can say about an account, each under names in English, in Indonesian and as the directory calls it.
///
/// Names in a header are compared without case, spaces, `_`, `-`, `.` and `/`.
public enum ImportColumn: UInt8, Sendable, Hashable, CaseIterable {
    case address, name, surname, givenName, title, employeeNumber, unit, telephone, mobile, aliases, forward, mailHost
    case status, reason, quota

    /// The attribute it is kept in.
    public var attribute: AttributeName {
        switch self {
        case .address: "mail"
        case .name: "cn"
        case .surname: "sn"
        case .givenName: "givenName"
        case .title: "title"
        case .employeeNumber: "employeeNumber"
        case .unit: "ou"
        case .telephone: "telephoneNumber"
        case .mobile: "mobile"
        case .aliases: "mailLocalAddress"
        case .forward: "mailRoutingAddress"
        case .mailHost: "mailHost"
        case .status: "pamongAccountStatus"
        case .reason: "pamongStatusReason"
        case .quota: "pamongQuota"
        }
    }

    /// The names a header may use besides the attribute's, the English one first.
    public var names: [String] {
        switch self {
        case .address: ["address", "email", "email address", "surel", "alamat", "alamat email", "alamat surel"]
        case .name: ["name", "full name", "nama", "nama lengkap"]
        case .surname: ["surname", "last name", "nama belakang", "nama keluarga"]
        case .givenName: ["given name", "first name", "nama depan"]
        case .title: ["title", "position", "jabatan"]
        case .employeeNumber: ["employee number", "nip", "nomor pegawai"]
        case .unit: ["unit", "department", "unit kerja", "satuan kerja", "satker"]
        case .telephone: ["telephone", "phone", "telepon", "nomor telepon"]
        case .mobile: ["mobile", "hp", "nomor hp", "ponsel"]
        case .aliases: ["aliases", "alias", "alamat lain"]
        case .forward: ["forward", "forward to", "teruskan ke"]
        case .mailHost: ["host", "mail host", "server surat"]
        case .status: ["status", "account status", "status akun"]
        case .reason: ["reason", "status reason", "alasan", "keterangan"]
        case .quota: ["quota", "kuota"]
        }
    }

    /// The column of a name in a header; `nil` for a name nobody knows.
    public init?(named text: String) {
        guard let column = Self.byName[Self.folded(text)] else { return nil }
        self = column
    }

    private static let byName = Dictionary(
        allCases.flatMap { column in
            ([column.attribute.text] + column.names).map { (folded($0), column) }
        },
        uniquingKeysWith: { first, _ in first }
    )

    private static func folded(_ text: String) -> String {
        text.lowercased().filter { !" _-./\t\u{A0}".contains($0) }
    }
}
