internal import Hummingbird

/// What a list is asked with (RFC 7644, section 3.4.2), from a URL's query or from the body of a `.search`.
struct SCIMQuery: Sendable {
    var filter: SCIMFilter?
    var sortBy: SCIMPath?
    var isDescending = false
    /// From 1.
    var startIndex = 1
    var count = Self.usualCount
    var projection = SCIMProjection()

    static let usualCount = 100
    /// The most resources in one answer.
    static let greatestCount = 200

    /// Reads a URL's query. Throws ``SCIMError``.
    init(_ request: Request, _ schema: SCIMResourceSchema) throws {
        let parameters = request.uri.queryParameters
        let text = { (name: String) in parameters[name[...]].map { String($0) } }
        try self.init(schema, text: text, number: { try Self.number(text($0), $0) }) {
            text($0)?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []
        }
    }

    /// Reads the body of a `.search` (RFC 7644, section 3.4.3). Throws ``SCIMError``.
    init(_ body: JSONValue, _ schema: SCIMResourceSchema) throws {
        try self.init(schema, text: { body[$0]?.text }, number: { body[$0]?.whole.map { Int(clamping: $0) } }) {
            body[$0]?.elements.compactMap(\.text) ?? []
        }
    }

    private init(
        _ schema: SCIMResourceSchema,
        text: (String) -> String?,
        number: (String) throws -> Int?,
        list: (String) -> [String]
    ) throws {
        filter = try text("filter").map { try SCIMFilterParser.parse($0, schema) }
        sortBy = try text("sortBy").map { name in
            guard let path = schema.path(name) else { throw SCIMError.badPath("there is no attribute \(name)") }
            return path
        }
        isDescending = text("sortOrder")?.lowercased() == "descending"
        startIndex = max(1, try number("startIndex") ?? 1)
        count = min(max(0, try number("count") ?? Self.usualCount), Self.greatestCount)
        projection = SCIMProjection(
            attributes: list("attributes"),
            excluded: list("excludedAttributes"),
            schema
        )
    }

    private static func number(_ text: String?, _ name: String) throws -> Int? {
        guard let text else { return nil }
        guard let number = Int(text) else { throw SCIMError.badValue("\(name) has to be a whole number") }
        return number
    }

    /// A page as it is answered.
    func list(_ resources: [JSONValue], total: Int) -> JSONValue {
        [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": .integer(Int64(total)), "startIndex": .integer(Int64(startIndex)),
            "itemsPerPage": .integer(Int64(resources.count)),
            "Resources": .array(resources.map { projection.applied(to: $0) }),
        ]
    }
}

/// Which attributes are answered (RFC 7644, section 3.9). Names that nobody knows are passed over.
struct SCIMProjection: Sendable {
    private var wanted: [SCIMPath]?
    private var excluded: [SCIMPath] = []

    init() {}

    init(attributes: [String], excluded: [String], _ schema: SCIMResourceSchema) {
        wanted = attributes.isEmpty ? nil : attributes.compactMap { schema.path($0) }
        self.excluded = excluded.compactMap { schema.path($0) }
    }

    /// Reads a URL's query.
    init(_ request: Request, _ schema: SCIMResourceSchema) {
        let list = { (name: String) -> [String] in
            request.uri.queryParameters[name[...]]?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []
        }
        self.init(attributes: list("attributes"), excluded: list("excludedAttributes"), schema)
    }

    func applied(to resource: JSONValue) -> JSONValue {
        var resource = resource
        if let wanted {
            var chosen = JSONValue.object([:])
            for name in Self.always { chosen = chosen.with(name, resource[name]) }
            for path in wanted { chosen = Self.copying(path.names[...], from: resource, to: chosen) }
            resource = chosen
        }
        for path in excluded where !Self.always.contains(path.names.first ?? "") {
            resource = Self.removing(path.names[...], from: resource)
        }
        return resource
    }

    private static let always = ["schemas", "id", "userName"]

    private static func copying(_ names: ArraySlice<String>, from source: JSONValue, to target: JSONValue) -> JSONValue
    {
        guard let name = names.first, let value = source[name] else { return target }
        let rest = names.dropFirst()
        guard !rest.isEmpty else { return target.with(name, value) }
        if case .array(let elements) = value {
            let present = target[name]?.elements ?? elements.map { _ in .object([:]) }
            return target.with(name, .array(zip(elements, present).map { copying(rest, from: $0, to: $1) }))
        }
        return target.with(name, copying(rest, from: value, to: target[name] ?? .object([:])))
    }

    private static func removing(_ names: ArraySlice<String>, from source: JSONValue) -> JSONValue {
        guard let name = names.first, let value = source[name] else { return source }
        let rest = names.dropFirst()
        guard !rest.isEmpty else { return source.with(name, nil) }
        if case .array(let elements) = value {
            return source.with(name, .array(elements.map { removing(rest, from: $0) }))
        }
        return source.with(name, removing(rest, from: value))
    }
}
