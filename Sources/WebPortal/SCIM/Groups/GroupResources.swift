internal import DirectoryModel
internal import HTTPTypes
internal import Hummingbird
internal import LDAPClient
internal import LDAPDirectory

/// `/Groups`: who administers which tenant. Admin Pusat appoints them; programs look.
struct GroupResources: Sendable {
    let desk: Desk
    let client: APIClient
    let base: String

    func answer(_ request: Request, _ path: ArraySlice<String>) async throws -> Response {
        switch (request.method, path.first, path.count) {
        case (.get, nil, 0): return try await list(SCIMQuery(request, GroupSchema.resource))
        case (.post, ".search", 1):
            return try await list(SCIMQuery(try await SCIMBody.object(of: request), GroupSchema.resource))
        case (.get, let id?, 1): return try await read(request, id)
        case (.post, nil, 0): throw Self.appointed
        case (.put, let id?, 1), (.patch, let id?, 1), (.delete, let id?, 1):
            // Who may not see it is told nothing about it.
            _ = try await group(id)
            throw Self.appointed
        case (_, nil, _): throw SCIMError(.methodNotAllowed, nil, "groups are listed by GET")
        default: throw SCIMError.notFound
        }
    }

    private static let appointed = SCIMError(
        .forbidden,
        nil,
        "administrators are appointed by Admin Pusat, not by programs"
    )

    private func list(_ query: SCIMQuery) async throws -> Response {
        var found = try await groups(.anyEntry)
        if let filter = query.filter { found = found.filter { filter.matches($0) } }
        let key = query.sortBy?.names ?? ["displayName"]
        found.sort { Self.key($0, key) < Self.key($1, key) }
        if query.isDescending { found.reverse() }
        let page = found.dropFirst(query.startIndex - 1).prefix(query.count)
        return try SCIMResponses.answer(query.list(Array(page), total: found.count))
    }

    private static func key(_ group: JSONValue, _ names: [String]) -> String {
        names.reduce(Optional(group)) { $0?[$1] }?.text?.lowercased() ?? ""
    }

    private func read(_ request: Request, _ id: String) async throws -> Response {
        let json = try await group(id)
        if let known = request.headers[.ifNoneMatch], let tag = json["meta"]?["version"]?.text, known.contains(tag) {
            return Response(status: .notModified, headers: [.eTag: tag])
        }
        let full = try SCIMResponses.resource(json)
        var response = try SCIMResponses.answer(SCIMProjection(request, GroupSchema.resource).applied(to: json))
        response.headers[.eTag] = full.headers[.eTag]
        response.headers[.contentLocation] = full.headers[.contentLocation]
        return response
    }

    private func group(_ id: String) async throws -> JSONValue {
        guard let id = EntryUUID(id),
            let group = try await groups(.equal(UserAttributes.uuid, id.description)).first
        else { throw SCIMError.notFound }
        return group
    }

    private func groups(_ filter: LDAPFilter) async throws -> [JSONValue] {
        try await desk.acting(as: client) { connection in
            let directory = GroupDirectory(connection: connection, suffix: desk.configuration.suffix, base: base)
            return try await directory.groups(filter)
        }
    }
}
