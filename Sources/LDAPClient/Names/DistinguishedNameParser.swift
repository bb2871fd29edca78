/// Reads RFC 4514 text, leniently about spaces around separators as RFC 2253 allowed and servers still print.
struct DistinguishedNameParser {
    private let text: [UInt8]
    private var position = 0

    init(_ text: String) { self.text = Array(text.utf8) }

    mutating func parse() throws(LDAPError) -> DistinguishedName {
        skipSpaces()
        guard position < text.count else { return .root }
        var names = [try parseRelativeName()]
        while let separator = current {
            guard separator == UInt8(ascii: ",") || separator == UInt8(ascii: ";") else { throw fault("a comma") }
            position += 1
            names.append(try parseRelativeName())
        }
        return DistinguishedName(names)
    }

    private var current: UInt8? { position < text.count ? text[position] : nil }

    private func fault(_ expectation: String) -> LDAPError {
        LDAPError(.invalidDNSyntax, "expected \(expectation) at byte \(position) of the DN")
    }

    private mutating func skipSpaces() {
        while current == 0x20 { position += 1 }
    }

    private mutating func parseRelativeName() throws(LDAPError) -> RelativeDistinguishedName {
        var assertions = [try parseAssertion()]
        while current == UInt8(ascii: "+") {
            position += 1
            assertions.append(try parseAssertion())
        }
        return RelativeDistinguishedName(assertions: assertions)
    }

    private mutating func parseAssertion() throws(LDAPError) -> RelativeDistinguishedName.Assertion {
        skipSpaces()
        let start = position
        while let byte = current, byte.isKeyCharacter || byte == UInt8(ascii: ".") { position += 1 }
        guard let type = AttributeName(String(decoding: text[start..<position], as: UTF8.self)) else {
            throw fault("an attribute type")
        }
        skipSpaces()
        guard current == UInt8(ascii: "=") else { throw fault("an equals sign") }
        position += 1
        skipSpaces()
        let value = current == UInt8(ascii: "#") ? try parseHexString() : try parseString()
        return .init(type: type, value: value)
    }

    /// `#` and the BER of the value in hexadecimal; the content of the outermost element is the value.
    private mutating func parseHexString() throws(LDAPError) -> [UInt8] {
        position += 1
        var encoded: [UInt8] = []
        while let byte = current, byte.hexValue != nil { encoded.append(try parseHexPair()) }
        skipSpaces()
        do {
            return try encoded.withUnsafeBytes { bytes in
                var reader = BERReader(bytes)
                let value = Array(try reader.readElement().content)
                try reader.finish()
                return value
            }
        } catch {
            throw fault("the BER of a value")
        }
    }

    private mutating func parseHexPair() throws(LDAPError) -> UInt8 {
        guard position + 1 < text.count, let high = text[position].hexValue, let low = text[position + 1].hexValue
        else {
            throw fault("two hexadecimal digits")
        }
        position += 2
        return high << 4 | low
    }

    private mutating func parseString() throws(LDAPError) -> [UInt8] {
        var value: [UInt8] = []
        var lengthWithoutTrailingSpaces = 0
        while let byte = current, ![0x2C, 0x3B, 0x2B].contains(byte) {
            switch byte {
            case UInt8(ascii: "\\"):
                value.append(try parseEscape())
                lengthWithoutTrailingSpaces = value.count
            case 0x22, 0x3C, 0x3E, 0:
                throw fault("an escaped character")
            default:
                value.append(byte)
                position += 1
                if byte != 0x20 { lengthWithoutTrailingSpaces = value.count }
            }
        }
        return Array(value.prefix(lengthWithoutTrailingSpaces))
    }

    private mutating func parseEscape() throws(LDAPError) -> UInt8 {
        position += 1
        guard let byte = current else { throw fault("an escaped character") }
        if byte.hexValue != nil { return try parseHexPair() }
        guard [0x20, 0x22, 0x23, 0x2B, 0x2C, 0x3B, 0x3C, 0x3D, 0x3E, 0x5C].contains(byte) else {
            throw fault("an escaped character")
        }
        position += 1
        return byte
    }
}
