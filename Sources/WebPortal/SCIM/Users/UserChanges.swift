internal import DirectoryModel
internal import LDAPClient
internal import LDAPDirectory

/// From what a user is to what it is to be. Pure.
struct UserChanges: Sendable {
    /// All but addresses: one modify.
    let plain: [LDAPModification]
    /// A new primary address.
    let address: MailAddress?
    /// Aliases that come and go.
    let newAliases: [String]
    let oldAliases: [String]

    var isEmpty: Bool { plain.isEmpty && address == nil && newAliases.isEmpty && oldAliases.isEmpty }
    /// Addresses somebody else might have.
    var claims: [String] { (address.map { [$0.text] } ?? []) + newAliases }

    /// Throws ``SCIMError`` for what cannot be.
    init(from user: SCIMUser, to draft: UserDraft, by program: String, host: String?, now: Timestamp) throws {
        let isElsewhere =
            draft.service.map { $0.lowercased() != user.scope.service.lowercased() } ?? false
            || draft.tenant.map { $0.lowercased() != user.scope.tenant?.lowercased() } ?? false
        guard !isElsewhere else {
            throw SCIMError.immutable("service and tenant cannot be changed: accounts are moved by Admin Pusat")
        }
        var plain = Self.texts(draft).compactMap { attribute, values -> LDAPModification? in
            let present = user.entry.strings(of: attribute)
            return Set(present) == Set(values) ? nil : LDAPModification(.replace, LDAPAttribute(attribute, values))
        }
        if let active = draft.active {
            plain += try UserStatusChange.changes(user, active: active, by: program, host: host, now: now)
        }
        self.plain = plain
        address = draft.address == user.address ? nil : draft.address
        let present = Set(user.aliases)
        let wanted = Set(draft.aliases)
        newAliases = draft.aliases.filter { !present.contains($0) }
        oldAliases = user.aliases.filter { !wanted.contains($0) }
    }

    /// The attributes that are plain values, with the values they are to have.
    static func texts(_ draft: UserDraft) -> [(AttributeName, [String])] {
        [
            ("cn", [draft.formatted]), ("sn", [draft.familyName]),
            ("givenName", draft.givenName.map { [$0] } ?? []),
            (UserAttributes.work, draft.work), (UserAttributes.mobile, draft.mobile),
            (UserAttributes.quota, draft.quota.map { ["\($0)"] } ?? []),
        ]
            + UserAttributes.texts.map { name, attribute in
                (attribute, draft.texts[name].map { [$0] } ?? [])
            }
    }
}
