internal import DirectoryModel
internal import LDAPClient

/// Accounts as one administrator sees them: everything goes over a connection that has that person's rights and no more.
struct AccountDirectory: Sendable {
    let connection: LDAPConnection
    let administrator: Administrator
    let suffix: DistinguishedName

    /// The most a search shows.
    static let mostFound = 25

    private var services: DistinguishedName { suffix.child("ou", "services") }

    /// What lies outside need not be looked through: the directory would show nothing of it.
    private var base: DistinguishedName { administrator.ownTenant?.entry(in: suffix) ?? services }

    // MARK: Accounts

    /// One account. Throws ``Detour/notFound`` when there is none that this person may see.
    func record(_ uuid: EntryUUID) async throws -> AccountRecord {
        guard let record = try await records([uuid])[uuid] else { throw Detour.notFound }
        return record
    }

    /// Those of these accounts that this person may see, by one search.
    func records(_ uuids: [EntryUUID]) async throws -> [EntryUUID: AccountRecord] {
        guard !uuids.isEmpty else { return [:] }
        let filter = LDAPFilter.and([
            .equal("objectClass", "pamongAccount"), .or(uuids.map { .equal("entryUUID", $0.description) }),
        ])
        let entries = try await connection.entries(search(filter))
        let records = try entries.compactMap { try AccountRecord($0) }
        return Dictionary(records.map { ($0.uuid, $0) }) { first, _ in first }
    }

    /// Accounts by a part of address or name, in the order of addresses, and whether there are more.
    func find(_ text: AccountSearchText) async throws -> (records: [AccountRecord], isCut: Bool) {
        var search = search(text.filter)
        search.sizeLimit = Self.mostFound
        search.timeLimit = .seconds(5)
        var (records, isCut) = ([AccountRecord](), false)
        do {
            for try await entry in try await connection.search(search) {
                if let record = try AccountRecord(entry) { records.append(record) }
            }
        } catch let error as LDAPError where error.code == .sizeLimitExceeded || error.code == .timeLimitExceeded {
            isCut = true
        }
        return (records.sorted { $0.address.text < $1.address.text }, isCut)
    }

    /// The accounts about which an officer asked.
    func withResetRequests() async throws -> [AccountRecord] {
        let entries = try await connection.entries(search(.present("pamongTwoFactorReset")))
        return try entries.compactMap { try AccountRecord($0) }
    }

    /// Whether an address is, as far as this person sees, an account's already.
    func isInUse(_ address: String) async throws -> Bool {
        let filter = LDAPFilter.or([.equal("mail", address), .equal("mailLocalAddress", address)])
        return try await !connection.entries(search(filter)).isEmpty
    }

    private func search(_ filter: LDAPFilter) -> LDAPSearch {
        LDAPSearch(base: base, filter: filter, attributes: AccountRecord.attributes, references: .ignore)
    }

    // MARK: Where accounts may stand

    /// All services there are.
    func serviceNames() async throws -> [String] {
        let search = LDAPSearch(base: services, scope: .oneLevel, attributes: ["cn"], references: .ignore)
        return try await connection.entries(search).compactMap { $0.string(of: "cn") }.sorted()
    }

    /// What holds for a tenant's accounts; `nil` when there is no such tenant that this person may see.
    func limits(of place: TenantName) async throws -> TenantLimits? {
        let tenant = place.entry(in: suffix)
        guard !place.service.isEmpty, !place.tenant.isEmpty, administrator.sees(place),
            let service = try await connection.entry(services.child("cn", place.service)),
            let entry = try await connection.entry(tenant)
        else { return nil }
        let search = LDAPSearch(
            base: tenant.child("ou", "domains"),
            scope: .oneLevel,
            attributes: ["associatedDomain"],
            references: .ignore
        )
        let domains = try await connection.entries(search) + [service]
        return TenantLimits(
            accounts: tenant.child("ou", "accounts"),
            domains: Set(domains.flatMap { $0.strings(of: "associatedDomain") }.map { $0.lowercased() }),
            maxQuota: entry.string(of: "pamongMaxQuota").flatMap { Int64($0) }
        )
    }
}

/// What holds for the accounts of a tenant.
struct TenantLimits: Sendable, Hashable {
    /// Where they stand.
    let accounts: DistinguishedName
    /// The mail domains they may use.
    let domains: Set<String>
    /// The largest quota of one, in bytes.
    let maxQuota: Int64?

    var domainList: String { domains.sorted().joined(separator: ", ") }
}

extension Desk {
    /// Lends the accounts that an administrator sees.
    func withAccounts<Value: Sendable>(
        of administrator: Administrator,
        _ body: @Sendable (AccountDirectory) async throws -> Value
    ) async throws -> Value {
        try await acting(as: administrator) { connection in
            try await body(
                AccountDirectory(connection: connection, administrator: administrator, suffix: configuration.suffix)
            )
        }
    }
}
