public import LDAPClient
public import TwoFactor

/// A program that calls the API: an entry below `ou=clients`. What it may do the directory's rules say; this tells what they go
/// by.
public struct APIClient: Sendable {
    /// What it may do in a scope.
    public enum Right: String, Sendable, Hashable, CaseIterable {
        /// Writes accounts: a member of `cn=registrars`.
        case writes = "registrars"
        /// Reads: a member of `cn=auditors`.
        case reads = "auditors"
    }

    /// Its name, `cn`.
    public let name: String
    /// Its entry.
    public let dn: DistinguishedName
    /// What it is for.
    public let about: String?
    /// Who answers for it.
    public let contact: String?
    /// Its tokens, those whose time is over included.
    public var tokens: [StoredClientToken]
    /// Where it may write.
    public var writes: Set<ClientScope> = []
    /// Where it may read besides.
    public var reads: Set<ClientScope> = []

    /// Everywhere it may do something.
    public var scopes: Set<ClientScope> { writes.union(reads) }
    /// Whether there is nothing it may write.
    public var isReadOnly: Bool { writes.isEmpty }

    /// Whether it may see a tenant; without one, whether it may see the whole service.
    public func sees(service: String, tenant: String? = nil) -> Bool {
        scopes.contains { $0.holds(service: service, tenant: tenant) }
    }

    init(_ entry: LDAPEntry) throws {
        dn = try entry.distinguishedName()
        name = entry.string(of: "cn") ?? ""
        (about, contact) = (entry.string(of: "description"), entry.string(of: Self.contactAttribute))
        tokens = try entry.values(of: Self.token).map { try StoredClientToken($0) }
    }

    static let token: AttributeName = "pamongClientToken"
    static let contactAttribute: AttributeName = "pamongClientContact"
    static let objectClass = "pamongApiClient"
    static let attributes: [AttributeName] = ["cn", "description", contactAttribute, token]
}
