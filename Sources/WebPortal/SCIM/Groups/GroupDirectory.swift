internal import DirectoryModel
internal import LDAPClient
internal import LDAPDirectory

/// The tenants' groups of administrators, as the program may see them.
struct GroupDirectory: Sendable {
    let connection: LDAPConnection
    let suffix: DistinguishedName
    let base: String

    private static let membersPerSearch = 8

    func groups(_ filter: LDAPFilter) async throws -> [JSONValue] {
        let isGroup = LDAPFilter.and([.equal("objectClass", "groupOfNames"), .equal("cn", "administrators"), filter])
        let entries = try await found(
            isGroup,
            ["member", UserAttributes.uuid, UserAttributes.csn, UserAttributes.created, UserAttributes.modified]
        )
        let names = Set(entries.flatMap { $0.strings(of: "member") }.compactMap { try? DistinguishedName($0) })
        let members = try await self.members(names)
        return try entries.compactMap { try json($0, members) }
    }

    /// The accounts behind the names: those this program sees.
    private func members(_ names: Set<DistinguishedName>) async throws -> [DistinguishedName: SCIMUser] {
        let addresses = names.compactMap { name in
            name.rdn.flatMap { $0.type == UserAttributes.mail ? $0.value : nil }
        }.sorted()
        var members: [DistinguishedName: SCIMUser] = [:]
        for start in stride(from: 0, to: addresses.count, by: Self.membersPerSearch) {
            let some = addresses[start..<min(start + Self.membersPerSearch, addresses.count)]
            let named = LDAPFilter.and([UserAttributes.isThere, .or(some.map { .equal(UserAttributes.mail, $0) })])
            for entry in try await found(named, UserAttributes.all) {
                let user = try SCIMUser(entry, suffix: suffix)
                members[user.name] = user
            }
        }
        return members
    }

    private func found(_ filter: LDAPFilter, _ attributes: [AttributeName]) async throws -> [LDAPEntry] {
        var entries: [LDAPEntry] = []
        var cookie: [UInt8]? = []
        while let current = cookie {
            let search = LDAPSearch(
                base: suffix.child("ou", "services"),
                filter: filter,
                attributes: attributes,
                references: .ignore,
                controls: [.pagedResults(size: 1000, cookie: current)]
            )
            let results = try await connection.search(search)
            for try await entry in results { entries.append(entry) }
            cookie = try results.response?.nextPageCookie()
        }
        return entries
    }

    private func json(_ entry: LDAPEntry, _ members: [DistinguishedName: SCIMUser]) throws -> JSONValue? {
        guard let id = entry.string(of: UserAttributes.uuid), let csn = entry.string(of: UserAttributes.csn),
            let scope = try entry.distinguishedName().parent.flatMap({ ClientScope($0, in: suffix) }),
            let tenant = scope.tenant
        else { return nil }
        let people = entry.strings(of: "member").compactMap { try? DistinguishedName($0) }.compactMap { members[$0] }
        let meta = JSONValue.object([:]).with("resourceType", "Group")
            .with("location", .string("\(base)/Groups/\(id)"))
            .with("version", .string(SCIMVersion(csn: csn).tag))
            .with("created", time(entry, UserAttributes.created))
            .with("lastModified", time(entry, UserAttributes.modified))
        return JSONValue.object([:]).with("schemas", [.string(GroupSchema.core.id)]).with("id", .string(id))
            .with("displayName", .string("\(tenant) (\(scope.service))")).with("meta", meta)
            .with("members", .array(people.map { member($0) }))
    }

    private func member(_ user: SCIMUser) -> JSONValue {
        [
            "value": .string(user.id.description), "display": .string(user.address.text), "type": "User",
            "$ref": .string("\(base)/Users/\(user.id)"),
        ]
    }

    private func time(_ entry: LDAPEntry, _ attribute: AttributeName) -> JSONValue? {
        entry.value(of: attribute).flatMap { Timestamp(generalizedTime: $0) }.map { .string($0.rfc3339) }
    }
}
