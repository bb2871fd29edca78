/// An attribute of a resource, as `/Schemas` tells it (RFC 7643, section 7), and as bodies, paths and filters are held against.
struct SCIMAttribute: Sendable {
    enum Kind: String, Sendable { case string, boolean, integer, dateTime, complex, reference }
    enum Mutability: String, Sendable { case readOnly, readWrite, immutable, writeOnly }
    enum Returned: String, Sendable { case always, never, `default` }

    let name: String
    let about: String
    var kind = Kind.string
    var isMultiple = false
    var isRequired = false
    var mutability = Mutability.readWrite
    var returned = Returned.default
    var isUnique = false
    var canonical: [String] = []
    var members: [SCIMAttribute] = []

    /// The attribute in the schema's own form.
    var json: JSONValue {
        var json: JSONValue = [
            "name": .string(name), "type": .string(kind.rawValue), "multiValued": .bool(isMultiple),
            "description": .string(about), "required": .bool(isRequired), "caseExact": false,
            "mutability": .string(mutability.rawValue), "returned": .string(returned.rawValue),
            "uniqueness": .string(isUnique ? "server" : "none"),
        ]
        json = json.with("canonicalValues", .array(canonical.map { .string($0) }))
        if kind == .reference { json = json.with("referenceTypes", ["User"]) }
        return json.with("subAttributes", .array(members.map(\.json)))
    }

    /// The member of this name, in any mix of cases.
    func member(_ name: some StringProtocol) -> SCIMAttribute? { members.named(name) }
}

extension [SCIMAttribute] {
    func named(_ name: some StringProtocol) -> SCIMAttribute? {
        first { $0.name.lowercased() == name.lowercased() }
    }
}

/// A schema: its name and its attributes.
struct SCIMSchema: Sendable {
    let id: String
    let name: String
    let about: String
    let attributes: [SCIMAttribute]

    func json(_ location: String) -> JSONValue {
        [
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": .string(id), "name": .string(name),
            "description": .string(about), "attributes": .array(attributes.map(\.json)),
            "meta": ["resourceType": "Schema", "location": .string("\(location)/Schemas/\(id)")],
        ]
    }
}
