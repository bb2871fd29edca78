internal import DirectoryModel
internal import LDAPClient
internal import NIOCore
internal import TwoFactor

/// Finds the account behind a name, with one search.
struct AccountLookup: Sendable {
    /// What there is behind a name.
    enum Finding: Sendable {
        case account(AccountRecord)
        /// No account has this name.
        case nobody
        /// Two entries claim one address: nobody may log in with it until that is mended.
        case ambiguous
    }

    private let link: DirectoryLink
    private let search: LinkSearch
    /// The same with recovery codes, which all other logins are spared.
    private let recoverySearch: LinkSearch
    private let serviceOfEntry: ServiceOfEntry
    private let acceptsAliases: Bool

    init(link: DirectoryLink, suffix: DistinguishedName, acceptsAliases: Bool) {
        self.link = link
        self.acceptsAliases = acceptsAliases
        let services = suffix.child("ou", "services")
        serviceOfEntry = ServiceOfEntry(suffix: suffix)
        func search(_ attributes: [AttributeName]) -> LinkSearch {
            LinkSearch(base: services.description, scope: .subtree, attributes: attributes, entryLimit: 8)
        }
        self.search = search(AccountRecord.attributes)
        recoverySearch = search(AccountRecord.attributes + [AccountRecord.recoveryCode])
    }

    /// Looks an address up for a login: the primary one, and aliases if those may log in. Fails with ``LinkError``.
    func find(_ address: MailAddress, for purpose: LoginProtocol) -> EventLoopFuture<Finding> {
        let primary = LDAPFilter.equal("mail", address.text)
        let filter = acceptsAliases ? .or([primary, .equal("mailLocalAddress", address.text)]) : primary
        return link.search(purpose == .recovery ? recoverySearch : search, filter).map(judge)
    }

    /// Looks an entry up by its own name. Fails with ``LinkError``.
    func find(_ name: DistinguishedName) -> EventLoopFuture<Finding> {
        link.search(search.ofEntry(name.description)).map(judge)
    }

    /// Groups and domains can carry addresses too; only accounts log in.
    private func judge(_ found: DirectoryLink.Found) -> Finding {
        let accounts = found.entries.compactMap { AccountRecord($0, serviceOfEntry) }
        guard accounts.count <= 1, !found.isCut else { return .ambiguous }
        return accounts.first.map { .account($0) } ?? .nobody
    }
}
