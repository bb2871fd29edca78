internal import DirectoryModel
internal import LDAPClient
internal import LDAPDirectory

/// A user as the directory has it.
struct SCIMUser: Sendable {
    let entry: LDAPEntry
    let name: DistinguishedName
    let id: EntryUUID
    let version: SCIMVersion
    let address: MailAddress
    let status: AccountStatus
    let scope: ClientScope

    /// Throws `LDAPError` for an entry that does not show what every account has.
    init(_ entry: LDAPEntry, suffix: DistinguishedName) throws {
        name = try entry.distinguishedName()
        guard let id = entry.string(of: UserAttributes.uuid).flatMap({ EntryUUID($0) }),
            let csn = entry.string(of: UserAttributes.csn),
            let address = entry.string(of: UserAttributes.mail).flatMap({ MailAddress($0) }),
            let status = entry.string(of: UserAttributes.status).flatMap({ AccountStatus(rawValue: $0.lowercased()) }),
            let scope = name.parent?.parent.flatMap({ ClientScope($0, in: suffix) })
        else { throw LDAPError(.decodingError, "an account does not show what every account has") }
        self.entry = entry
        (self.id, self.address, self.status, self.scope) = (id, address, status, scope)
        version = SCIMVersion(csn: csn)
    }

    var aliases: [String] { entry.strings(of: UserAttributes.alias).map { $0.lowercased() }.sorted() }
    var isRegistered: Bool { entry.contains(UserAttributes.registered) }

    /// The resource. `base` is where resources are found.
    func json(_ base: String) -> JSONValue {
        var json: JSONValue = [
            "schemas": [.string(UserSchema.core.id), .string(UserSchema.account.id)],
            "id": .string(id.description), "userName": .string(address.text),
            "active": .bool(status == .active), "name": personName, "emails": emails,
            "meta": meta(base), UserSchema.account.id: account,
        ]
        for (name, attribute) in UserAttributes.texts { json = json.with(name, text(attribute)) }
        return json.with("phoneNumbers", phoneNumbers)
    }

    private func text(_ attribute: AttributeName) -> JSONValue? { entry.string(of: attribute).map { .string($0) } }

    private func time(_ attribute: AttributeName) -> JSONValue? {
        entry.value(of: attribute).flatMap { Timestamp(generalizedTime: $0) }.map { .string($0.rfc3339) }
    }

    private var personName: JSONValue {
        JSONValue.object([:]).with("formatted", text("cn")).with("familyName", text("sn"))
            .with("givenName", text("givenName"))
    }

    private var emails: JSONValue {
        let address = address.text
        let primary: JSONValue = ["value": .string(address), "type": "work", "primary": true]
        return .array([primary] + aliases.map { ["value": .string($0), "type": "work", "primary": false] })
    }

    private var phoneNumbers: JSONValue {
        let kinds = [(UserAttributes.work, "work"), (UserAttributes.mobile, "mobile")]
        return .array(
            kinds.flatMap { attribute, kind in
                entry.strings(of: attribute).map { ["value": .string($0), "type": .string(kind)] as JSONValue }
            }
        )
    }

    private var account: JSONValue {
        JSONValue.object([:]).with("service", .string(scope.service))
            .with("tenant", scope.tenant.map { .string($0) })
            .with("status", .string(status.rawValue)).with("statusReason", text(UserAttributes.reason))
            .with("quota", entry.string(of: UserAttributes.quota).flatMap { Int64($0) }.map { .integer($0) })
            .with("aliases", .array(aliases.map { .string($0) }))
            .with("registered", time(UserAttributes.registered))
            .with("twoFactorSince", time(UserAttributes.twoFactor)).with("mailHost", text(UserAttributes.host))
    }

    private func meta(_ base: String) -> JSONValue {
        JSONValue.object([:]).with("resourceType", "User").with("location", .string("\(base)/Users/\(id)"))
            .with("version", .string(version.tag)).with("created", time(UserAttributes.created))
            .with("lastModified", time(UserAttributes.modified))
    }
}
