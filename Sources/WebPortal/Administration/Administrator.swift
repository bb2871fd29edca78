internal import DirectoryModel
internal import LDAPClient
internal import LDAPDirectory

/// Somebody who administers, by the directory's groups. It decides what is offered; what is allowed the directory says
/// itself, each time, since everything is done with the person's own rights.
struct Administrator: Sendable {
    /// What somebody administers.
    enum Scope: Sendable, Hashable {
        /// Everything: Admin Pusat.
        case headOffice
        /// Their own tenant: Admin Instansi, Admin KPPN.
        case tenant(TenantName)
    }

    let address: MailAddress
    let uuid: EntryUUID
    let name: DistinguishedName
    let scope: Scope

    var isHeadOffice: Bool { scope == .headOffice }

    /// The tenant that alone is theirs; `nil` for Admin Pusat.
    var ownTenant: TenantName? {
        if case .tenant(let tenant) = scope { tenant } else { nil }
    }

    /// Whether a tenant's pages are theirs to see.
    func sees(_ tenant: TenantName) -> Bool { isHeadOffice || ownTenant == tenant }
}

/// Which tenant of which service.
struct TenantName: Sendable, Hashable {
    let service: String
    let tenant: String

    /// Where it stands in the tree.
    func entry(in suffix: DistinguishedName) -> DistinguishedName {
        suffix.child("ou", "services").child("cn", service).child("o", tenant)
    }
}
