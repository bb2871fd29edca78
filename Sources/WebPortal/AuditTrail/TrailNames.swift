internal import DirectoryModel
internal import LDAPClient

/// Finds out which entries are meant by what somebody typed, with that person's own rights.
struct TrailNames: Sendable {
    /// The most removals that are looked through for an address that nobody has any more.
    private static let mostRemovals = 5000

    let connection: LDAPConnection
    let administrator: Administrator
    let suffix: DistinguishedName

    /// The name of who did something: an account's address, or a DN. Throws ``TrailSearch/Fault``.
    func author(_ text: String) async throws -> DistinguishedName {
        if text.contains("="), let name = try? DistinguishedName(text) { return name }
        guard let address = MailAddress(text), let account = try await account(address) else {
            throw TrailSearch.Fault.author
        }
        return try account.distinguishedName()
    }

    /// Filters that find what was done to an entry, given by its address or DN: also what happened under its former names,
    /// and, in one's own tenant, to a removed one of this address. Throws ``TrailSearch/Fault``.
    func entries(_ text: String) async throws -> [LDAPFilter] {
        if text.contains("="), let name = try? DistinguishedName(text) { return [.equal("reqDN", name.description)] }
        guard let address = MailAddress(text) else { throw TrailSearch.Fault.entry }
        let found = try await account(address)?.string(of: "entryUUID")
        var filters = found.map { [LDAPFilter.equal("reqEntryUUID", $0)] } ?? []
        if let own = administrator.ownTenant {
            let name = own.entry(in: suffix).child("ou", "accounts").child("mail", address.text)
            filters.append(.equal("reqDN", name.description))
        }
        return filters
    }

    /// The entries that had an address when they were removed, wherever they stood: for the head office, which sees all.
    static func removed(_ text: String, _ log: LDAPConnection) async throws -> [LDAPFilter] {
        let search = LDAPSearch(
            base: TrailReader.log,
            scope: .oneLevel,
            filter: .equal("objectClass", TrailRecord.Kind.removed.objectClass),
            attributes: ["reqDN", "reqEntryUUID"],
            sizeLimit: mostRemovals,
            references: .ignore
        )
        var filters: [LDAPFilter] = []
        do {
            for try await entry in try await log.search(search) {
                let name = entry.string(of: "reqDN").flatMap { try? DistinguishedName($0) }
                guard name?.rdn?.value.lowercased() == text.lowercased() else { continue }
                filters += entry.string(of: "reqEntryUUID").map { [.equal("reqEntryUUID", $0)] } ?? []
            }
        } catch let error as LDAPError where error.code == .sizeLimitExceeded {
            return filters  // so many removals are looked through and no more
        }
        return filters
    }

    /// Which of these entries still are there for this person to look at: their pages can be linked to.
    func visible(_ uuids: Set<EntryUUID>) async throws -> Set<EntryUUID> {
        guard !uuids.isEmpty else { return [] }
        let search = LDAPSearch(
            base: suffix,
            filter: .and([
                .equal("objectClass", "pamongAccount"), .or(uuids.map { .equal("entryUUID", $0.description) }),
            ]),
            attributes: ["entryUUID"],
            references: .ignore
        )
        return Set(
            try await connection.entries(search).compactMap { $0.string(of: "entryUUID") }.compactMap { EntryUUID($0) }
        )
    }

    private func account(_ address: MailAddress) async throws -> LDAPEntry? {
        let search = LDAPSearch(
            base: suffix,
            filter: .and([.equal("objectClass", "pamongAccount"), .equal("mail", address.text)]),
            attributes: ["entryUUID"],
            references: .ignore
        )
        return try await connection.entries(search).first
    }
}
