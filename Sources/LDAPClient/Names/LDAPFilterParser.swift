/// Reads RFC 4515 text. Nesting is limited, because the text may come from outside.
struct LDAPFilterParser {
    private let text: [UInt8]
    private var position = 0
    private var depth = 0
    private static let greatestDepth = 100

    init(_ text: String) { self.text = Array(text.utf8) }

    mutating func parse() throws(LDAPError) -> LDAPFilter {
        let filter = try parseFilter()
        guard position == text.count else { throw fault("the end") }
        return filter
    }

    private var current: UInt8? { position < text.count ? text[position] : nil }

    private func fault(_ expectation: String) -> LDAPError {
        LDAPError(.filterError, "expected \(expectation) at byte \(position) of the filter")
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(LDAPError) {
        guard current == UInt8(ascii: character) else { throw fault("'\(character)'") }
        position += 1
    }

    private mutating func parseFilter() throws(LDAPError) -> LDAPFilter {
        try expect("(")
        depth += 1
        guard depth <= Self.greatestDepth else { throw fault("less nesting") }
        let filter = try parseInner()
        depth -= 1
        try expect(")")
        return filter
    }

    private mutating func parseInner() throws(LDAPError) -> LDAPFilter {
        switch current {
        case UInt8(ascii: "&"): return .and(try parseList())
        case UInt8(ascii: "|"): return .or(try parseList())
        case UInt8(ascii: "!"):
            position += 1
            return .not(try parseFilter())
        default: return try parseItem()
        }
    }

    private mutating func parseList() throws(LDAPError) -> [LDAPFilter] {
        position += 1
        var filters: [LDAPFilter] = []
        while current == UInt8(ascii: "(") { filters.append(try parseFilter()) }
        return filters
    }

    private mutating func parseItem() throws(LDAPError) -> LDAPFilter {
        let name = try parseName()
        switch current {
        case UInt8(ascii: ":"): return try parseExtensible(name)
        case UInt8(ascii: ">"): return LDAPFilter(.greaterOrEqual(try required(name), try parseOperatorAndValue()))
        case UInt8(ascii: "<"): return LDAPFilter(.lessOrEqual(try required(name), try parseOperatorAndValue()))
        case UInt8(ascii: "~"): return LDAPFilter(.approximate(try required(name), try parseOperatorAndValue()))
        default:
            let name = try required(name)
            try expect("=")
            return try parsePattern(name)
        }
    }

    private func required(_ name: AttributeName?) throws(LDAPError) -> AttributeName {
        guard let name else { throw fault("an attribute name") }
        return name
    }

    private mutating func takeWord() -> String {
        let start = position
        while let byte = current, byte.isKeyCharacter || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ";") {
            position += 1
        }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    private mutating func parseName() throws(LDAPError) -> AttributeName? {
        let word = takeWord()
        guard !word.isEmpty else { return nil }
        guard let name = AttributeName(word) else { throw fault("an attribute name before this") }
        return name
    }

    private mutating func parseOperatorAndValue() throws(LDAPError) -> [UInt8] {
        position += 1
        try expect("=")
        return try parseValue()
    }

    private mutating func parseExtensible(_ name: AttributeName?) throws(LDAPError) -> LDAPFilter {
        var dnAttributes = false
        var rule: String?
        try expect(":")
        while current != UInt8(ascii: "=") {
            let word = takeWord()
            if word.lowercased() == "dn", !dnAttributes, rule == nil {
                dnAttributes = true
            } else if rule == nil, let checked = AttributeName(word) {
                rule = checked.text
            } else {
                throw fault("a matching rule")
            }
            try expect(":")
        }
        position += 1
        guard name != nil || rule != nil else { throw fault("an attribute name or a matching rule") }
        return LDAPFilter(.extensible(name, rule: rule, dnAttributes: dnAttributes, try parseValue()))
    }

    private mutating func parsePattern(_ name: AttributeName) throws(LDAPError) -> LDAPFilter {
        var parts = [try parseValue()]
        while current == UInt8(ascii: "*") {
            position += 1
            parts.append(try parseValue())
        }
        guard parts.count > 1, let initial = parts.first, let final = parts.last else {
            return LDAPFilter(.equal(name, parts[0]))
        }
        let middle = parts.dropFirst().dropLast().filter { !$0.isEmpty }
        if initial.isEmpty, final.isEmpty, middle.isEmpty { return .present(name) }
        let ends = (initial.isEmpty ? nil : initial, final.isEmpty ? nil : final)
        return LDAPFilter(.substrings(name, initial: ends.0, any: middle, final: ends.1))
    }

    private mutating func parseValue() throws(LDAPError) -> [UInt8] {
        var value: [UInt8] = []
        while let byte = current, byte != UInt8(ascii: ")"), byte != UInt8(ascii: "*") {
            guard byte != UInt8(ascii: "("), byte != 0 else { throw fault("an escaped character") }
            if byte == UInt8(ascii: "\\") {
                value.append(try parseEscape())
            } else {
                value.append(byte)
                position += 1
            }
        }
        return value
    }

    private mutating func parseEscape() throws(LDAPError) -> UInt8 {
        guard position + 2 < text.count, let high = text[position + 1].hexValue, let low = text[position + 2].hexValue
        else { throw fault("two hexadecimal digits after the backslash") }
        position += 3
        return high << 4 | low
    }
}
