internal import Foundation

/// Reads filters by the grammar of RFC 7644, figure 1: `not` binds closest, then `and`, then `or`.
struct SCIMFilterParser {
    /// Longer and deeper than anybody's question.
    private static let longest = 4096
    private static let deepest = 32

    private let schema: SCIMResourceSchema
    private var rest: Substring
    private var depth = 0
    /// Inside brackets, names are those of this attribute's members.
    private var outer: SCIMPath?

    private init(_ text: Substring, _ schema: SCIMResourceSchema, outer: SCIMPath? = nil) {
        (rest, self.schema, self.outer) = (text, schema, outer)
    }

    /// Reads a whole filter. Throws ``SCIMError`` with `invalidFilter`.
    static func parse(_ text: String, _ schema: SCIMResourceSchema) throws -> SCIMFilter {
        try parse(text[...], schema, outer: nil)
    }

    /// Reads what stands in the brackets of a path.
    static func parse(_ text: Substring, _ schema: SCIMResourceSchema, outer: SCIMPath?) throws -> SCIMFilter {
        guard text.utf8.count <= longest else {
            throw SCIMError.badFilter("a filter has \(longest) bytes at most")
        }
        var parser = SCIMFilterParser(text, schema, outer: outer)
        let filter = try parser.disjunction()
        parser.skipSpaces()
        guard parser.rest.isEmpty else { throw parser.problem("nothing more is expected") }
        return filter
    }

    private mutating func disjunction() throws -> SCIMFilter {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw problem("that is nested too deeply") }
        var filter = try conjunction()
        while take(word: "or") { filter = .or(filter, try conjunction()) }
        return filter
    }

    private mutating func conjunction() throws -> SCIMFilter {
        var filter = try term()
        while take(word: "and") { filter = .and(filter, try term()) }
        return filter
    }

    private mutating func term() throws -> SCIMFilter {
        skipSpaces()
        if take(word: "not") {
            guard take("(") else { throw problem("`not` is followed by a bracket") }
            return .not(try closing(")"))
        }
        if take("(") { return try closing(")") }
        return try expression()
    }

    private mutating func closing(_ bracket: Character) throws -> SCIMFilter {
        let filter = try disjunction()
        guard take(bracket) else { throw problem("a closing \(bracket) is missing") }
        return filter
    }

    private mutating func expression() throws -> SCIMFilter {
        let path = try attributePath()
        if take("[") {
            guard outer == nil, path.attribute?.kind == .complex else { throw problem("no brackets belong here") }
            let before = outer
            outer = path
            defer { outer = before }
            return try closing("]")
        }
        guard let word = takeWord() else { throw problem("an operator is missing") }
        if word.lowercased() == "pr" { return .present(path) }
        guard let comparison = SCIMFilter.Comparison(rawValue: word.lowercased()) else {
            throw problem("\(word) is no operator")
        }
        return .compare(path, comparison, try value())
    }

    private mutating func attributePath() throws -> SCIMPath {
        skipSpaces()
        let name = rest.prefix { $0.isLetter || $0.isNumber || "-_.:$".contains($0) }
        guard !name.isEmpty else { throw problem("an attribute is expected") }
        rest = rest.dropFirst(name.count)
        if let outer, let attribute = outer.attribute {
            guard let member = attribute.member(name) else { throw problem("\(attribute.name) has no \(name)") }
            return SCIMPath(schema: outer.schema, attribute: attribute, member: member)
        }
        guard let path = schema.path(name), path.attribute != nil else {
            throw problem("there is no attribute \(name)")
        }
        return path
    }

    /// A value is JSON (RFC 8259), of which only what stands alone has a place in a filter.
    private mutating func value() throws -> JSONValue {
        skipSpaces()
        let text: Substring
        if rest.first == "\"" {
            var isEscaped = false
            guard
                let end = rest.dropFirst().firstIndex(where: { character in
                    defer { isEscaped = character == "\\" && !isEscaped }
                    return character == "\"" && !isEscaped
                })
            else { throw problem("a closing quote is missing") }
            text = rest[...end]
        } else {
            text = rest.prefix { !$0.isWhitespace && !"()[]".contains($0) }
        }
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)), value.members == nil else {
            throw problem("a value is expected, texts in quotes")
        }
        rest = rest.dropFirst(text.count)
        return value
    }

    // MARK: Words

    private mutating func skipSpaces() { rest = rest.drop { $0 == " " } }

    private mutating func take(_ character: Character) -> Bool {
        skipSpaces()
        guard rest.first == character else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func takeWord() -> String? {
        skipSpaces()
        let word = rest.prefix { $0.isLetter }
        rest = rest.dropFirst(word.count)
        return word.isEmpty ? nil : String(word)
    }

    private mutating func take(word: String) -> Bool {
        let before = rest
        skipSpaces()
        let found = rest.prefix { $0.isLetter }
        // `not` is also how a name may begin: a word ends at a space or a bracket.
        let next = rest.dropFirst(found.count).first
        guard found.lowercased() == word, next == " " || next == "(" else {
            rest = before
            return false
        }
        rest = rest.dropFirst(found.count)
        return true
    }

    private func problem(_ what: String) -> SCIMError {
        SCIMError.badFilter(rest.isEmpty ? "\(what) at the end" : "\(what) at: \(rest.prefix(40))")
    }
}
