internal import DirectoryModel
internal import LDAPClient

/// An account as the directory shows it to whoever administers.
struct AccountRecord: Sendable, Hashable {
    let name: DistinguishedName
    let uuid: EntryUUID
    let place: TenantName
    let address: MailAddress
    let fullName: String
    let surname: String
    let aliases: [String]
    let forwards: [String]
    /// `nil` for a value nobody knows.
    let status: AccountStatus?
    let reason: String?
    /// Its own; `nil` where the service's default holds.
    let quota: Int64?
    let mailHost: String?
    let registered: Timestamp?
    let secondFactorSince: Timestamp?
    /// Whether an officer has asked for the second factor to be taken away.
    let hasResetRequest: Bool

    static let attributes: [AttributeName] = [
        "entryUUID", "mail", "cn", "sn", "mailLocalAddress", "mailRoutingAddress", "pamongAccountStatus",
        "pamongStatusReason", "pamongQuota", "mailHost", "pamongRegisteredTime", "pamongTwoFactorSince",
        "pamongTwoFactorReset",
    ]

    /// `nil` for an entry of which not even identity and address show.
    init?(_ entry: LDAPEntry) throws {
        guard let uuid = entry.string(of: "entryUUID").flatMap({ EntryUUID($0) }), let mail = entry.string(of: "mail")
        else { return nil }
        name = try entry.distinguishedName()
        self.uuid = uuid
        place = TenantName(holding: name)
        address = MailAddress(mail) ?? MailAddress(trusted: mail)
        fullName = entry.string(of: "cn") ?? ""
        surname = entry.string(of: "sn") ?? ""
        aliases = entry.strings(of: "mailLocalAddress").sorted()
        forwards = entry.strings(of: "mailRoutingAddress").sorted()
        status = entry.string(of: "pamongAccountStatus").flatMap { AccountStatus(rawValue: $0.lowercased()) }
        reason = entry.string(of: "pamongStatusReason")
        quota = entry.string(of: "pamongQuota").flatMap { Int64($0) }
        mailHost = entry.string(of: "mailHost")
        registered = entry.value(of: "pamongRegisteredTime").flatMap { Timestamp(generalizedTime: $0) }
        secondFactorSince = entry.value(of: "pamongTwoFactorSince").flatMap { Timestamp(generalizedTime: $0) }
        hasResetRequest = entry.contains("pamongTwoFactorReset")
    }

    /// The page of this account.
    var path: String { "/admin/akun/\(uuid)" }
}

extension TenantName {
    /// The tenant an entry stands in, by its name; the tenant is empty for one right below its service.
    init(holding entry: DistinguishedName) {
        let names = entry.relativeNames
        let services = names.firstIndex { $0.type == "ou" && $0.value.lowercased() == "services" } ?? 0
        let service = services >= 1 ? names[services - 1].value : ""
        let tenant = services >= 2 && names[services - 2].type == "o" ? names[services - 2].value : ""
        self.init(service: service, tenant: tenant)
    }
}
