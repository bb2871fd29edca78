/// All attributes a kind of resource has, and how their names are read.
struct SCIMResourceSchema: Sendable {
    let attributes: [SCIMAttribute]
    let extensions: [SCIMSchema]
    private let core: String

    init(_ attributes: [SCIMAttribute], extensions: [SCIMSchema] = [], core: String) {
        (self.attributes, self.extensions, self.core) = (attributes, extensions, core)
    }

    /// Reads `name.familyName`, `urn:…:User:quota` or a bare extension's URN (RFC 7644, section 3.10); `nil` for what this kind of
    /// resource does not have.
    func path(_ text: some StringProtocol) -> SCIMPath? {
        for schema in extensions {
            guard let rest = Self.rest(of: text, after: schema.id) else { continue }
            if rest.isEmpty { return SCIMPath(schema: schema.id, attribute: nil, member: nil) }
            return path(rest, schema.attributes, schema: schema.id)
        }
        return path(Self.rest(of: text, after: core) ?? Substring(text), attributes, schema: nil)
    }

    private func path(_ text: Substring, _ attributes: [SCIMAttribute], schema: String?) -> SCIMPath? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let attribute = attributes.named(parts[0]) else { return nil }
        guard parts.count == 2 else { return SCIMPath(schema: schema, attribute: attribute, member: nil) }
        guard let member = attribute.member(parts[1]) else { return nil }
        return SCIMPath(schema: schema, attribute: attribute, member: member)
    }

    /// What follows a URN and a colon; empty behind the URN alone.
    private static func rest(of text: some StringProtocol, after urn: String) -> Substring? {
        let text = Substring(text)
        guard text.lowercased().hasPrefix(urn.lowercased()) else { return nil }
        let rest = text.dropFirst(urn.count)
        return rest.isEmpty ? rest : rest.first == ":" ? rest.dropFirst() : nil
    }

    /// A body with the schema's own spelling of all names, and without what the schema does not know.
    func normalized(_ body: JSONValue) -> JSONValue {
        var object = Self.normalized(body, attributes)
        for schema in extensions {
            guard let given = body.members?.first(where: { $0.key.lowercased() == schema.id.lowercased() })?.value
            else {
                continue
            }
            object = object.with(schema.id, Self.normalized(given, schema.attributes))
        }
        return object
    }

    private static func normalized(_ value: JSONValue, _ attributes: [SCIMAttribute]) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for (name, value) in value.members ?? [:] {
            guard let attribute = attributes.named(name) else { continue }
            members[attribute.name] = normalized(value, attribute)
        }
        return .object(members)
    }

    /// A value of an attribute with the schema's own spelling.
    static func normalized(_ value: JSONValue, _ attribute: SCIMAttribute) -> JSONValue {
        guard attribute.kind == .complex else { return value }
        if case .array(let elements) = value {
            return .array(elements.map { normalized($0, attribute.members) })
        }
        return value.members == nil ? value : normalized(value, attribute.members)
    }
}

/// Where in a resource something stands.
struct SCIMPath: Sendable {
    /// The extension; `nil` for the resource's own attributes.
    let schema: String?
    /// `nil` for the whole extension.
    let attribute: SCIMAttribute?
    let member: SCIMAttribute?

    /// What decides about writing.
    var mutability: SCIMAttribute.Mutability {
        member.map { $0.mutability == .readOnly ? .readOnly : attribute?.mutability ?? .readWrite }
            ?? attribute?.mutability ?? .readWrite
    }

    /// The names from the outside in.
    var names: [String] { [schema, attribute?.name, member?.name].compactMap(\.self) }

    /// As it is written.
    var text: String {
        let inner = [attribute?.name, member?.name].compactMap(\.self).joined(separator: ".")
        return [schema ?? "", inner].filter { !$0.isEmpty }.joined(separator: ":")
    }
}
