/// What a program learns about us before it asks anything else (RFC 7644, section 4).
enum Discovery {
    static let schemas = [UserSchema.core, UserSchema.account, GroupSchema.core]

    /// The answer to `/ServiceProviderConfig`, `/ResourceTypes` or `/Schemas` and what is below; `nil` for another path. Throws
    /// ``SCIMError`` for a name that there is none of.
    static func answer(_ path: [String], _ base: String) throws -> JSONValue? {
        switch (path.first, path.count) {
        case ("ServiceProviderConfig", 1): return configuration(base)
        case ("ResourceTypes", 1): return list(resourceTypes(base))
        case ("ResourceTypes", 2): return try named(path[1], resourceTypes(base))
        case ("Schemas", 1): return list(schemas.map { $0.json(base) })
        case ("Schemas", 2): return try named(path[1], schemas.map { $0.json(base) })
        default: return nil
        }
    }

    private static func named(_ id: String, _ resources: [JSONValue]) throws -> JSONValue {
        guard let found = resources.first(where: { $0["id"]?.text == id }) else { throw SCIMError.notFound }
        return found
    }

    private static func list(_ resources: [JSONValue]) -> JSONValue {
        [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": .integer(Int64(resources.count)), "startIndex": .integer(1),
            "itemsPerPage": .integer(Int64(resources.count)), "Resources": .array(resources),
        ]
    }

    private static func configuration(_ base: String) -> JSONValue {
        [
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "patch": ["supported": true],
            "bulk": ["supported": false, "maxOperations": .integer(0), "maxPayloadSize": .integer(0)],
            "filter": ["supported": true, "maxResults": .integer(Int64(SCIMQuery.greatestCount))],
            "changePassword": ["supported": true], "sort": ["supported": true], "etag": ["supported": true],
            "authenticationSchemes": [
                [
                    "type": "oauthbearertoken", "name": "Bearer token",
                    "description": "A token of its own for each program (RFC 6750)",
                    "specUri": "https://www.rfc-editor.org/info/rfc6750", "primary": true,
                ]
            ],
            "meta": [
                "resourceType": "ServiceProviderConfig", "location": .string("\(base)/ServiceProviderConfig"),
            ],
        ]
    }

    private static func resourceTypes(_ base: String) -> [JSONValue] {
        let user = resourceType("User", "/Users", UserSchema.core, base)
        let account: JSONValue = ["schema": .string(UserSchema.account.id), "required": false]
        return [
            user.with("schemaExtensions", [account]), resourceType("Group", "/Groups", GroupSchema.core, base),
        ]
    }

    private static func resourceType(_ name: String, _ endpoint: String, _ schema: SCIMSchema, _ base: String)
        -> JSONValue
    {
        [
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"], "id": .string(name),
            "name": .string(name), "endpoint": .string(endpoint), "description": .string(schema.about),
            "schema": .string(schema.id),
            "meta": ["resourceType": "ResourceType", "location": .string("\(base)/ResourceTypes/\(name)")],
        ]
    }
}
