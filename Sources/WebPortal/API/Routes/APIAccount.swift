internal import DirectoryModel
internal import LDAPClient
internal import WorkerAPI

/// An account as programs read it; what its owner or nobody may know is not in it.
struct APIAccount: Encodable, Sendable {
    let uuid: String
    let address: String
    let aliases: [String]
    let name: String?
    let service: String
    let tenant: String
    let status: AccountStatus
    let reason: String?
    let registered: APITime?
    let secondFactorSince: APITime?
    let quota: Int64?
    let mailHost: String?
    let changed: APITime?

    static let filter = LDAPFilter.equal("objectClass", "pamongAccount")
    static let attributes: [AttributeName] = [
        "entryUUID", "mail", "mailLocalAddress", "cn", "pamongAccountStatus", "pamongStatusReason",
        "pamongRegisteredTime", "pamongTwoFactorSince", "pamongQuota", "mailHost", "modifyTimestamp",
    ]

    /// Reads an entry. Throws ``APIProblem`` (`notFound`) for one that does not show what makes it an account: the program
    /// may not see it, or it is in quarantine.
    init(_ entry: LDAPEntry, in suffix: DistinguishedName) throws {
        guard let uuid = entry.string(of: "entryUUID"), let address = entry.string(of: "mail"),
            let status = entry.string(of: "pamongAccountStatus").flatMap({ AccountStatus(rawValue: $0.lowercased()) }),
            let place = EntryPlace(try entry.distinguishedName(), in: suffix)
        else { throw APIProblem.notFound }
        (self.uuid, self.address, self.status) = (uuid, address.lowercased(), status)
        (service, tenant) = (place.service, place.tenant)
        aliases = entry.strings(of: "mailLocalAddress").map { $0.lowercased() }.filter { $0 != address.lowercased() }
            .sorted()
        (name, reason) = (entry.string(of: "cn"), entry.string(of: "pamongStatusReason"))
        registered = entry.time(of: "pamongRegisteredTime")
        secondFactorSince = entry.time(of: "pamongTwoFactorSince")
        quota = entry.string(of: "pamongQuota").flatMap { Int64($0) }
        mailHost = entry.string(of: "mailHost")
        changed = entry.time(of: "modifyTimestamp")
    }
}

extension LDAPEntry {
    fileprivate func time(of name: AttributeName) -> APITime? {
        value(of: name).flatMap { Timestamp(generalizedTime: $0) }.map(APITime.init)
    }
}
