internal import DirectoryModel
internal import HTTPTypes
internal import Hummingbird
internal import LDAPClient
internal import LDAPDirectory
internal import Logging
internal import PasswordQuality
internal import TwoFactor

/// `/Users`.
struct UserResources: Sendable {
    let desk: Desk
    let client: APIClient
    let base: String

    private static let schema = UserSchema.resource

    func answer(_ request: Request, _ path: ArraySlice<String>) async throws -> Response {
        switch (request.method, path.first, path.count) {
        case (.get, nil, 0): return try await list(SCIMQuery(request, Self.schema))
        case (.post, nil, 0): return try await create(request)
        case (.post, ".search", 1):
            return try await list(SCIMQuery(try await SCIMBody.object(of: request), Self.schema))
        case (_, let id?, 1):
            guard let id = EntryUUID(id) else { throw SCIMError.notFound }
            return try await answer(request, id)
        case (_, nil, _): throw SCIMError(.methodNotAllowed, nil, "users are listed by GET and made by POST")
        default: throw SCIMError.notFound
        }
    }

    private func answer(_ request: Request, _ id: EntryUUID) async throws -> Response {
        switch request.method {
        case .get: return try await read(request, id)
        case .put:
            let body = Self.schema.normalized(try await SCIMBody.object(of: request))
            return try await change(request, id) { user in try replaced(user, by: body) }
        case .patch:
            let patch = try SCIMPatch(try await SCIMBody.object(of: request), Self.schema)
            return try await change(request, id) { user in try patch.applied(to: user.json(base)) }
        case .delete: return try await remove(request, id)
        default: throw SCIMError(.methodNotAllowed, nil, "a user knows GET, PUT, PATCH and DELETE")
        }
    }

    /// Lends users with the program's own rights.
    private func withUsers<Value: Sendable>(
        _ body: @Sendable (UserDirectory) async throws -> Value
    ) async throws -> Value {
        try await desk.acting(as: client) { connection in
            try await body(
                UserDirectory(connection: connection, suffix: desk.configuration.suffix, client: client)
            )
        }
    }

    // MARK: - Reading

    private func list(_ query: SCIMQuery) async throws -> Response {
        let (users, total) = try await withUsers { users in
            try await UserList(users: users, worker: desk.configuration.workers.first).page(query)
        }
        return try SCIMResponses.answer(query.list(users.map { $0.json(base) }, total: total))
    }

    private func read(_ request: Request, _ id: EntryUUID) async throws -> Response {
        let user = try await withUsers { try await $0.user(id) }
        if let known = request.headers[.ifNoneMatch], user.version.isNamed(in: known) {
            return Response(status: .notModified, headers: [.eTag: user.version.tag])
        }
        return try shown(user, request)
    }

    private func shown(_ user: SCIMUser, _ request: Request, _ status: HTTPResponse.Status = .ok) throws -> Response {
        let json = user.json(base)
        let projected = SCIMProjection(request, Self.schema).applied(to: json)
        var response = try SCIMResponses.resource(json, status)
        if projected != json {
            let headers = response.headers
            response = try SCIMResponses.answer(projected, status)
            for name in [HTTPField.Name.eTag, .location, .contentLocation] { response.headers[name] = headers[name] }
        }
        return response
    }

    // MARK: - Writing

    private func requireWriting() throws {
        guard !client.isReadOnly else { throw SCIMError(.forbidden, nil, "this program only reads") }
    }

    private func create(_ request: Request) async throws -> Response {
        try requireWriting()
        let draft = try UserDraft(Self.schema.normalized(try await SCIMBody.object(of: request)))
        try requireGoodPassword(draft)
        let user = try await withUsers { users in
            let scope = try users.scope(of: draft)
            let place = try await UserPlace(scope, users.suffix, users.connection)
            try place.require(addresses: [draft.address.text] + draft.aliases, quota: draft.quota)
            try await requireFree([draft.address.text] + draft.aliases, for: nil)
            return try await users.create(draft, in: place, host: desk.configuration.mailHost)
        }
        log("user made", user)
        return try shown(user, request, .created)
    }

    /// A PUT's body as the resource is to be: what only we write stays, and so does what a program may leave out.
    private func replaced(_ user: SCIMUser, by body: JSONValue) throws -> JSONValue {
        guard body["userName"] != nil else { throw SCIMError.badValue("userName is missing: the mail address") }
        var body = body
        if body["active"] == nil { body = body.with("active", .bool(user.status == .active)) }
        return body
    }

    /// Reads, decides and writes; again when somebody else was faster, unless the request is for one version only.
    private func change(
        _ request: Request,
        _ id: EntryUUID,
        to wanted: @Sendable (SCIMUser) throws -> JSONValue
    ) async throws -> Response {
        try requireWriting()
        let attempts = request.headers[.ifMatch] == nil ? 3 : 1
        for attempt in 1...attempts {
            do {
                return try await changeOnce(request, id, wanted)
            } catch let error as SCIMError where error == .changedMeanwhile && attempt < attempts {
                continue
            }
        }
        throw SCIMError.changedMeanwhile
    }

    private func changeOnce(
        _ request: Request,
        _ id: EntryUUID,
        _ wanted: @Sendable (SCIMUser) throws -> JSONValue
    ) async throws -> Response {
        let user = try await withUsers { users in
            let user = try await users.user(id)
            try user.version.require(request)
            var draft = try UserDraft(try wanted(user))
            draft.followName(of: user)
            try requireGoodPassword(draft)
            let changes = try UserChanges(
                from: user,
                to: draft,
                by: client.name,
                host: desk.configuration.mailHost,
                now: .now
            )
            if !changes.isEmpty {
                try await judge(changes, user, draft, users)
                try await users.change(user, changes)
            }
            if let password = draft.password { try await users.setPassword(password, of: id) }
            return changes.isEmpty && draft.password == nil ? user : try await users.user(id)
        }
        log("user changed", user)
        return try shown(user, request)
    }

    /// New values only: what the account has is not judged anew.
    private func judge(
        _ changes: UserChanges,
        _ user: SCIMUser,
        _ draft: UserDraft,
        _ users: UserDirectory
    ) async throws {
        let quota = user.entry.string(of: UserAttributes.quota) == draft.quota.map { "\($0)" } ? nil : draft.quota
        guard !changes.claims.isEmpty || quota != nil else { return }
        let place = try await UserPlace(user.scope, users.suffix, users.connection)
        try place.require(addresses: changes.claims, quota: quota)
        try await requireFree(changes.claims, for: user.id)
    }

    private func remove(_ request: Request, _ id: EntryUUID) async throws -> Response {
        try requireWriting()
        let user = try await withUsers { users in
            let user = try await users.user(id)
            try user.version.require(request)
            try await users.remove(user)
            return user
        }
        log("user removed", user)
        return Response(status: .noContent)
    }

    /// The directory compares each of its two attributes with itself; this looks across them, and says so before anything is done.
    private func requireFree(_ addresses: [String], for id: EntryUUID?) async throws {
        let others = try await desk.clients.holders(of: addresses).filter { $0 == nil || $0 != id }
        guard others.isEmpty else { throw SCIMError.taken }
    }

    private func requireGoodPassword(_ draft: UserDraft) throws {
        guard let password = draft.password else { return }
        let words = [draft.address.text, draft.formatted]
        guard try !desk.passwordQuality.isEasilyGuessed(password, knowing: words) else {
            throw SCIMError.badValue("the password is too easy: not a word, a name or a row of keys")
        }
    }

    private func log(_ what: Logger.Message, _ user: SCIMUser) {
        desk.logger.info(what, metadata: ["program": "\(client.name)", "account": "\(user.address)"])
    }
}
