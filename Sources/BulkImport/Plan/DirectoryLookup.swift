internal import DirectoryModel
internal import LDAPClient

/// Asks the directory what it has of an upload's addresses: a few searches by address for a small upload, one stream of all
/// addresses for a large one.
struct DirectoryLookup {
    /// Up to so many addresses are asked for by name.
    static let mostByName = 1000
    private static let addressesPerSearch = 50

    let target: ImportTarget
    /// Reads the tenant's accounts.
    let tenant: DirectoryReader
    /// Reads addresses anywhere.
    let everywhere: DirectoryReader
    /// Whether the tenant's accounts have to be counted.
    let counts: Bool
    let progress: (Int) throws -> Void

    func known(_ draft: inout ImportDraft) async throws -> KnownAccounts {
        var known = KnownAccounts(rows: draft.count)
        if draft.claims.addresses.count <= Self.mostByName {
            try await askByName(&draft, &known)
        } else {
            try await askForAll(&draft, &known)
        }
        return known
    }

    private func askForAll(_ draft: inout ImportDraft, _ known: inout KnownAccounts) async throws {
        var entries = 0
        try await tenant.forEach(target.accounts, .oneLevel, Self.isAccount, Self.accountAttributes) { entry in
            known.takeOwn(entry, &draft, isCounted: true)
            entries += 1
            if entries % 4096 == 0 { try progress(entries) }
        }
        let hasAddress = LDAPFilter.or([.present(Self.mail), .present(Self.alias)])
        try await everywhere.forEach(target.suffix, .subtree, hasAddress, [Self.mail, Self.alias]) { entry in
            KnownAccounts.takeAny(entry, &draft)
            entries += 1
            if entries % 4096 == 0 { try progress(entries) }
        }
    }

    private func askByName(_ draft: inout ImportDraft, _ known: inout KnownAccounts) async throws {
        let addresses = draft.claims.addresses.map(\.text)
        for start in stride(from: 0, to: addresses.count, by: Self.addressesPerSearch) {
            let some = addresses[start..<min(start + Self.addressesPerSearch, addresses.count)]
            let named = LDAPFilter.or(some.flatMap { [.equal(Self.mail, $0), .equal(Self.alias, $0)] })
            let accounts = LDAPFilter.and([Self.isAccount, named])
            // An account may be found by its address in one search and by its alias in another: taken twice, it is the same.
            try await tenant.forEach(target.accounts, .oneLevel, accounts, Self.accountAttributes) {
                known.takeOwn($0, &draft, isCounted: false)
            }
            try await everywhere.forEach(target.suffix, .subtree, named, [Self.mail, Self.alias]) {
                KnownAccounts.takeAny($0, &draft)
            }
        }
        guard counts else { return }
        let isOpen = LDAPFilter.and([Self.isAccount, .not(.equal(ImportColumn.status.attribute, "closed"))])
        var open = 0
        try await tenant.forEach(target.accounts, .oneLevel, isOpen, [.noAttributes]) { _ in open += 1 }
        known.count(open)
    }

    private static let isAccount = LDAPFilter.equal("objectClass", "pamongAccount")
    private static let mail = ImportColumn.address.attribute
    private static let alias = ImportColumn.aliases.attribute
    private static let accountAttributes = ImportColumn.allCases.map(\.attribute) + ["pamongRegisteredTime"]
}
