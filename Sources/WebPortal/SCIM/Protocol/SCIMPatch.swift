internal import HTTPTypes

/// The operations of a PATCH (RFC 7644, section 3.5.2), applied to a resource as JSON. Pure: what comes out is judged like the body of
/// a PUT.
struct SCIMPatch: Sendable {
    private let schema: SCIMResourceSchema
    private let operations: [JSONValue]

    private static let message = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

    /// Reads a body. Throws ``SCIMError``.
    init(_ body: JSONValue, _ schema: SCIMResourceSchema) throws {
        let members = Self.lowercased(body)
        let named = members["schemas"]?.elements.compactMap { $0.text?.lowercased() } ?? []
        guard named.contains(Self.message.lowercased()) else {
            throw SCIMError(.badRequest, .invalidSyntax, "schemas has to name \(Self.message)")
        }
        guard case .array(let operations)? = members["operations"], (1...1000).contains(operations.count) else {
            throw SCIMError(.badRequest, .invalidSyntax, "Operations has to be a list of 1 to 1000 operations")
        }
        (self.schema, self.operations) = (schema, operations)
    }

    /// The resource after all of them. Throws ``SCIMError``; then none is done.
    func applied(to resource: JSONValue) throws -> JSONValue {
        try operations.reduce(resource) { try apply($1, to: $0) }
    }

    private func apply(_ operation: JSONValue, to resource: JSONValue) throws -> JSONValue {
        let members = Self.lowercased(operation)
        guard let kind = members["op"]?.text.flatMap({ Kind(rawValue: $0.lowercased()) }) else {
            throw SCIMError(.badRequest, .invalidSyntax, "op has to be add, replace or remove")
        }
        let value = members["value"]
        if let text = members["path"]?.text {
            let target = try SCIMPatchTarget(text, schema)
            if kind != .remove, value == nil {
                throw SCIMError.badValue("the operation on \(text) has no value")
            }
            return try apply(kind, target, value ?? .null, to: resource)
        }
        guard kind != .remove else {
            throw SCIMError(.badRequest, .noTarget, "remove needs a path")
        }
        guard let fields = value?.members else {
            throw SCIMError.badValue("without a path, the value has to be an object")
        }
        return try fields.sorted { $0.key < $1.key }.reduce(resource) { resource, field in
            guard let path = schema.path(field.key) else { return resource }
            return try apply(kind, SCIMPatchTarget(path), field.value, to: resource)
        }
    }

    private enum Kind: String { case add, replace, remove }

    private func apply(
        _ kind: Kind,
        _ target: SCIMPatchTarget,
        _ value: JSONValue,
        to resource: JSONValue
    ) throws -> JSONValue {
        if target.path.attribute == nil, let id = target.path.schema { return try extend(kind, id, value, resource) }
        guard target.path.mutability != .readOnly else {
            throw SCIMError.immutable("\(target.path.text) cannot be written")
        }
        guard let outer = target.path.attribute else { throw SCIMError.badPath("there is no such attribute") }
        let base = target.path.schema.map { resource[$0] ?? .object([:]) } ?? resource
        let present = base[outer.name]
        let changed = try self.changed(kind, target, outer, present, SCIMResourceSchema.normalized(value, outer))
        if outer.mutability == .immutable, changed ?? .null != present ?? .null {
            throw SCIMError.immutable("\(target.path.text) cannot be changed")
        }
        let next = base.with(outer.name, changed)
        return target.path.schema.map { resource.with($0, next) } ?? next
    }

    /// A whole extension at once.
    private func extend(_ kind: Kind, _ id: String, _ value: JSONValue, _ resource: JSONValue) throws -> JSONValue {
        guard let attributes = schema.extensions.first(where: { $0.id == id })?.attributes else { return resource }
        let writable = attributes.filter { $0.mutability != .readOnly }
        var resource = resource
        for attribute in writable {
            let given = value.members?.first { $0.key.lowercased() == attribute.name.lowercased() }?.value
            if kind == .add, given == nil { continue }
            if given == nil, attribute.mutability == .immutable { continue }
            let target = SCIMPatchTarget(SCIMPath(schema: id, attribute: attribute, member: nil))
            resource = try apply(given == nil ? .remove : kind, target, given ?? .null, to: resource)
        }
        return resource
    }

    private func changed(
        _ kind: Kind,
        _ target: SCIMPatchTarget,
        _ attribute: SCIMAttribute,
        _ present: JSONValue?,
        _ value: JSONValue
    ) throws -> JSONValue? {
        if let filter = target.filter { return try changedElements(kind, target, filter, present, value) }
        if let member = target.path.member {
            guard !attribute.isMultiple else {
                return .array((present?.elements ?? []).map { $0.with(member.name, kind == .remove ? nil : value) })
            }
            return (present ?? .object([:])).with(member.name, kind == .remove ? nil : value)
        }
        switch kind {
        case .remove where attribute.isMultiple && !value.isUnassigned:
            // Some clients say in `value` which elements go.
            return .array((present?.elements ?? []).filter { !value.elements.contains($0) })
        case .remove: return nil
        case .add where attribute.isMultiple:
            let present = present?.elements ?? []
            return .array(present + value.elements.filter { !present.contains($0) })
        case .add where attribute.kind == .complex, .replace where attribute.kind == .complex && !attribute.isMultiple:
            guard let members = value.members else { throw SCIMError.badValue("\(attribute.name) has to be an object") }
            return .object((present?.members ?? [:]).merging(members) { $1 })
        case .add, .replace: return attribute.isMultiple ? .array(value.elements) : value
        }
    }

    private func changedElements(
        _ kind: Kind,
        _ target: SCIMPatchTarget,
        _ filter: SCIMFilter,
        _ present: JSONValue?,
        _ value: JSONValue
    ) throws -> JSONValue {
        guard let name = target.path.attribute?.name else { throw SCIMError.badPath("there is no such attribute") }
        let elements = present?.elements ?? []
        let chosen = elements.indices.filter { filter.matches(.object([name: .array([elements[$0]])])) }
        guard !chosen.isEmpty || kind == .remove else {
            throw SCIMError(.badRequest, .noTarget, "nothing in \(name) matches the path's filter")
        }
        var changed: [JSONValue] = []
        for (index, element) in elements.enumerated() {
            guard chosen.contains(index) else {
                changed.append(element)
                continue
            }
            switch (kind, target.path.member) {
            case (.remove, nil): continue
            case (.remove, let member?): changed.append(element.with(member.name, nil))
            case (_, let member?): changed.append(element.with(member.name, value))
            case (.replace, nil): changed.append(value)
            case (.add, nil): changed.append(.object((element.members ?? [:]).merging(value.members ?? [:]) { $1 }))
            }
        }
        return .array(changed)
    }

    private static func lowercased(_ object: JSONValue) -> [String: JSONValue] {
        Dictionary((object.members ?? [:]).map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
    }
}

/// Where an operation works: a path, perhaps with a filter in brackets.
struct SCIMPatchTarget: Sendable {
    let path: SCIMPath
    let filter: SCIMFilter?

    init(_ path: SCIMPath, filter: SCIMFilter? = nil) { (self.path, self.filter) = (path, filter) }

    /// Reads a path. Throws ``SCIMError``.
    init(_ text: String, _ schema: SCIMResourceSchema) throws {
        guard let open = text.firstIndex(of: "[") else {
            guard let path = schema.path(text) else { throw SCIMError.badPath("there is no attribute \(text)") }
            self.init(path)
            return
        }
        guard let close = text.lastIndex(of: "]"), close > open, let path = schema.path(text[..<open]),
            let attribute = path.attribute, attribute.kind == .complex, attribute.isMultiple, path.member == nil
        else { throw SCIMError.badPath("\(text) is no path into a list") }
        let filter = try SCIMFilterParser.parse(text[text.index(after: open)..<close], schema, outer: path)
        let rest = text[text.index(after: close)...]
        guard !rest.isEmpty else {
            self.init(path, filter: filter)
            return
        }
        guard rest.first == ".", let member = attribute.member(rest.dropFirst()) else {
            throw SCIMError.badPath("\(attribute.name) has no \(rest.dropFirst())")
        }
        self.init(SCIMPath(schema: path.schema, attribute: attribute, member: member), filter: filter)
    }
}
