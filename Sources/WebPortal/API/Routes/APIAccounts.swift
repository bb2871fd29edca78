internal import DirectoryModel
internal import Hummingbird
internal import LDAPClient
internal import LDAPDirectory

/// Accounts. The worker knows which there are and in what order; what is told of them the directory says, each time, with the
/// program's own rights. They are written by SCIM.
struct APIAccounts: Sendable {
    let desk: Desk

    var operations: [APIOperation] {
        [
            APIOperation("accounts/:key") { try await one($0) }
        ]
    }

    // MARK: One

    private func one(_ call: APICall) async throws -> Response {
        let key = try call.part("key")
        let filter: LDAPFilter
        if let uuid = EntryUUID(key) {
            filter = .equal("entryUUID", uuid.description)
        } else if let address = MailAddress(key) {
            filter = .or([.equal("mail", address.text), .equal("mailLocalAddress", address.text)])
        } else {
            throw APIProblem.notFound
        }
        guard let name = try await place(of: filter), call.scope.sees(name.description) else {
            throw APIProblem.notFound
        }
        let entry = try await desk.acting(as: call.client) {
            try await $0.entry(name, attributes: APIAccount.attributes, filter: APIAccount.filter)
        }
        guard let entry else { throw APIProblem.notFound }
        return try call.answer(try APIAccount(entry, in: call.scope.suffix))
    }

    /// Where the account stands.
    private func place(of filter: LDAPFilter) async throws -> DistinguishedName? {
        let search = LDAPSearch(
            base: desk.configuration.suffix.child("ou", "services"),
            filter: .and([APIAccount.filter, filter]),
            attributes: [.noAttributes]
        )
        return try await desk.clients.looking { try await $0.entries(search).first?.distinguishedName() }
    }
}
