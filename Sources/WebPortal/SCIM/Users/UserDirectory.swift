internal import DirectoryModel
internal import LDAPClient
internal import LDAPDirectory
internal import TwoFactor

/// Users, over a connection on which everything is done with the program's own rights.
struct UserDirectory: Sendable {
    let connection: LDAPConnection
    let suffix: DistinguishedName
    let client: APIClient

    var services: DistinguishedName { suffix.child("ou", "services") }

    /// One user. Throws ``SCIMError/notFound`` for one that is not there, or not for this program.
    func user(_ id: EntryUUID) async throws -> SCIMUser {
        guard let user = try await users(.equal(UserAttributes.uuid, id.description)).first else {
            throw SCIMError.notFound
        }
        return user
    }

    /// The users of a few identities, in their order; those this program does not see are left out.
    func users(_ ids: [EntryUUID]) async throws -> [SCIMUser] {
        var found: [EntryUUID: SCIMUser] = [:]
        for start in stride(from: 0, to: ids.count, by: Self.idsPerSearch) {
            let some = ids[start..<min(start + Self.idsPerSearch, ids.count)]
            for user in try await users(.or(some.map { .equal(UserAttributes.uuid, $0.description) })) {
                found[user.id] = user
            }
        }
        return ids.compactMap { found[$0] }
    }

    /// The directory asks its rules about every term of a filter for every entry that is found: a few terms at a time are faster than
    /// many.
    private static let idsPerSearch = 8

    private func users(_ filter: LDAPFilter) async throws -> [SCIMUser] {
        let search = LDAPSearch(
            base: services,
            filter: .and([filter, UserAttributes.isThere]),
            attributes: UserAttributes.all,
            references: .ignore
        )
        return try await connection.entries(search).map { try SCIMUser($0, suffix: suffix) }
    }

    // MARK: - Making

    /// Where a new user goes: what it says, completed by what the program's only scope says.
    func scope(of draft: UserDraft) throws -> ClientScope {
        let only = client.writes.count == 1 ? client.writes.first : nil
        guard let service = draft.service ?? only?.service, let tenant = draft.tenant ?? only?.tenant else {
            throw SCIMError.badValue("say service and tenant in \(UserSchema.account.id)")
        }
        let scope = ClientScope(service: service, tenant: tenant)
        guard client.sees(service: service, tenant: tenant) else {
            throw SCIMError.badValue("there is no tenant \(scope), or none for this program")
        }
        return scope
    }

    /// Makes a user. Throws ``SCIMError``.
    func create(_ draft: UserDraft, in place: UserPlace, host: String?, now: Timestamp = .now) async throws -> SCIMUser
    {
        let name = place.entry.child("ou", "accounts").child(UserAttributes.mail, draft.address.text)
        let isActive = draft.active ?? true
        guard !isActive || host != nil else { throw SCIMError.hostUnknown }
        var attributes = [
            LDAPAttribute("objectClass", "inetOrgPerson", "inetLocalMailRecipient", "pamongAccount"),
            LDAPAttribute(UserAttributes.mail, draft.address.text),
            LDAPAttribute(
                UserAttributes.status,
                (isActive ? AccountStatus.active : .uploaded).rawValue
            ),
        ]
        let optional: [(AttributeName, [String])] =
            UserChanges.texts(draft) + [
                (UserAttributes.alias, draft.aliases), (UserAttributes.host, host.map { [$0] } ?? []),
                (UserAttributes.registered, isActive ? [now.directoryText] : []),
            ]
        attributes += optional.filter { !$1.isEmpty }.map { LDAPAttribute($0, $1) }
        // In the same step as the entry, so that there never is an account without the password it was made with.
        if let password = draft.password {
            attributes.append(LDAPAttribute("userPassword", bytes: [password.withBytes { Array($0) }]))
        }
        let response = try await writing {
            try await connection.add(name, attributes, controls: [.postRead(UserAttributes.all)])
        }
        guard let entry = try response.postReadEntry() else { throw LDAPError(.decodingError, "no entry came back") }
        return try SCIMUser(entry, suffix: suffix)
    }

    // MARK: - Changing

    /// Changes a user that still is the version that was read.
    ///
    /// First comes one modify that is only done to that version (RFC 4528), even where no plain value changes: of two writers one
    /// goes on to the addresses. slapd's unique overlay does not work under an assertion, so they have none.
    func change(_ user: SCIMUser, _ changes: UserChanges) async throws {
        let claim: [LDAPModification] =
            changes.plain.isEmpty ? [.replace(UserAttributes.status, user.status.rawValue)] : changes.plain
        try await writing {
            try await connection.modify(
                user.name,
                claim,
                controls: [.assertion(.equal(UserAttributes.csn, user.version.csn))]
            )
        }
        var name = user.name
        // What goes first: an alias may become the address, and the address an alias.
        if !changes.oldAliases.isEmpty {
            let gone = LDAPModification(.delete, LDAPAttribute(UserAttributes.alias, changes.oldAliases))
            try await writing { try await connection.modify(name, [gone]) }
        }
        if let address = changes.address {
            let rdn = RelativeDistinguishedName(UserAttributes.mail, address.text)
            try await writing { try await connection.modifyDN(name, to: rdn) }
            name = name.parent?.child(rdn) ?? name
        }
        if !changes.newAliases.isEmpty {
            let new = LDAPModification(.add, LDAPAttribute(UserAttributes.alias, changes.newAliases))
            try await writing { try await connection.modify(name, [new]) }
        }
    }

    /// Sets a password the server's way, so that its policy judges it (RFC 3062).
    func setPassword(_ password: SecretBytes, of id: EntryUUID) async throws {
        let name = try await user(id).name
        let secret = password.withBytes { LDAPSecret(bytes: $0) }
        try await writing { try await connection.modifyPassword(of: name, to: secret) }
        // Whoever had the old one is sent out.
        let ended = LDAPModification.replace("pamongSessionsRevokedTime", Timestamp.now.directoryText)
        try await writing { try await connection.modify(name, [ended]) }
    }

    /// Takes a user away: an account nobody has registered is deleted, any other closed, so that its mail is kept for the time
    /// mail is kept for.
    func remove(_ user: SCIMUser) async throws {
        let unchanged = LDAPControl.assertion(.equal(UserAttributes.csn, user.version.csn))
        try await writing {
            if user.status == .uploaded, !user.isRegistered {
                try await connection.delete(user.name, controls: [unchanged])
            } else {
                let closing: [LDAPModification] = [
                    .replace(UserAttributes.status, AccountStatus.closed.rawValue),
                    .replace(UserAttributes.reason, "\(UserStatusChange.mark)\(client.name)"),
                ]
                try await connection.modify(user.name, closing, controls: [unchanged])
            }
        }
    }

    /// Says what the directory's refusal means.
    @discardableResult
    private func writing<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as LDAPError {
            throw SCIMError(error).map { $0 as any Error } ?? error
        }
    }
}
