internal import DirectoryModel
internal import LDAPClient
internal import LDAPDirectory

/// The tenant an account belongs to, as far as a new address or quota is judged by it.
struct UserPlace: Sendable {
    let scope: ClientScope
    let entry: DistinguishedName
    private let domains: Set<String>
    private let greatestQuota: Int64?

    /// Reads it with the program's own rights. Throws ``SCIMError`` where there is no such tenant for it.
    init(_ scope: ClientScope, _ suffix: DistinguishedName, _ connection: LDAPConnection) async throws {
        self.scope = scope
        entry = scope.entry(in: suffix)
        guard let service = entry.parent,
            let tenant = try await connection.entry(entry, attributes: ["pamongMaxQuota"])
        else { throw SCIMError.badValue("there is no tenant \(scope), or none for this program") }
        let shared = try await connection.entry(service, attributes: ["associatedDomain"])
        let own = try await Self.domains(below: entry, connection)
        domains = Set((own + (shared?.strings(of: "associatedDomain") ?? [])).map { $0.lowercased() })
        greatestQuota = tenant.string(of: "pamongMaxQuota").flatMap { Int64($0) }
    }

    private static func domains(below tenant: DistinguishedName, _ connection: LDAPConnection) async throws -> [String]
    {
        let search = LDAPSearch(
            base: tenant.child("ou", "domains"),
            scope: .oneLevel,
            // Others are only on the tenant's own list, not confirmed to be theirs.
            filter: .and([.equal("objectClass", "pamongDomain"), .present("pamongMxStatus")]),
            attributes: ["associatedDomain"],
            references: .ignore
        )
        do {
            return try await connection.entries(search).flatMap { $0.strings(of: "associatedDomain") }
        } catch let error as LDAPError where error.code == .noSuchObject {
            return []
        }
    }

    /// Throws ``SCIMError`` for an address of a foreign domain, or a quota over the tenant's.
    func require(addresses: [String], quota: Int64?) throws {
        for address in addresses {
            let domain = String(MailAddress(trusted: address).domain)
            guard domains.contains(domain) else {
                let known = domains.sorted().joined(separator: ", ")
                throw SCIMError.badValue("\(address): \(domain) is not a domain of \(scope), which are \(known)")
            }
        }
        if let quota, let greatestQuota, quota > greatestQuota {
            throw SCIMError.badValue("quota: \(scope) allows \(greatestQuota) bytes at most")
        }
    }
}
