public import LDAPClient

/// The tenant an upload is for.
public struct ImportTarget: Sendable, Hashable {
    /// The directory's suffix.
    public let suffix: DistinguishedName
    /// The service's name, such as `sakti.mail.go.id`.
    public let service: String
    /// The tenant's entry.
    public let tenant: DistinguishedName

    /// Names a tenant by the value of its `o`.
    public init(suffix: DistinguishedName, service: String, tenant: String) {
        self.init(suffix: suffix, service: service, entry: Self.service(service, suffix).child("o", tenant))
    }

    init(suffix: DistinguishedName, service: String, entry: DistinguishedName) {
        self.suffix = suffix
        self.service = service
        tenant = entry
    }

    /// The service's entry.
    public var serviceEntry: DistinguishedName { Self.service(service, suffix) }
    /// The entry above the tenant's accounts.
    public var accounts: DistinguishedName { tenant.child("ou", "accounts") }
    /// The entry above the tenant's domains.
    var domains: DistinguishedName { tenant.child("ou", "domains") }

    /// An account's entry.
    func account(_ address: String) -> DistinguishedName { accounts.child(ImportColumn.address.attribute, address) }

    private static func service(_ name: String, _ suffix: DistinguishedName) -> DistinguishedName {
        suffix.child("ou", "services").child("cn", name)
    }
}
