/// The name of an attribute, with options if any (an attribute description, RFC 4512, section 2.5).
///
/// Names compare without regard to case.
public struct AttributeName: Sendable {
    /// The name as it was given.
    public let text: String

    /// Checks the form `name` or numeric OID, followed by `;option` any number of times; `nil` for anything else.
    public init?(_ text: String) {
        guard Self.isValid(text.utf8) else { return nil }
        self.text = text
    }

    init(unchecked text: String) { self.text = text }

    /// All user attributes, in the list of attributes a search asks for (RFC 4511, section 4.5.1.8).
    public static let allUser = AttributeName(unchecked: "*")
    /// All operational attributes, in the list of attributes a search asks for (RFC 3673).
    public static let allOperational = AttributeName(unchecked: "+")
    /// No attributes at all, in the list of attributes a search asks for (RFC 4511, section 4.5.1.8).
    public static let noAttributes = AttributeName(unchecked: "1.1")

    /// The name without its options.
    public var type: Substring { text.prefix { $0 != ";" } }

    private static func isValid(_ bytes: String.UTF8View) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        guard let type = parts.first, let first = type.first else { return false }
        let isOID = first.isDigit && type.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") }
        let isDescriptor = first.isLetter && type.allSatisfy(\.isKeyCharacter)
        return (isOID || isDescriptor)
            && parts.dropFirst().allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isKeyCharacter) }
    }
}

extension AttributeName: Hashable {
    /// Whether both are the same name in any mix of cases.
    public static func == (left: AttributeName, right: AttributeName) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8) { $0.lowercased == $1.lowercased }
    }

    /// Hashes the name in lower case.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte.lowercased) }
    }
}

extension AttributeName: ExpressibleByStringLiteral, CustomStringConvertible {
    /// A name in source code; a malformed one is a programming error and stops a debug build.
    public init(stringLiteral text: String) {
        assert(Self.isValid(text.utf8), "malformed attribute name: \(text)")
        self.text = text
    }

    /// The name as it was given.
    public var description: String { text }
}

extension UInt8 {
    /// The ASCII lower-case letter of an upper-case one; anything else unchanged.
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
    var isDigit: Bool { self &- 0x30 < 10 }
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    /// Letters, digits and the hyphen: `keychar` of RFC 4512.
    var isKeyCharacter: Bool { isLetter || isDigit || self == 0x2D }
    /// The value of a hexadecimal digit.
    var hexValue: UInt8? {
        if isDigit { return self - 0x30 }
        let letter = self | 0x20
        return (0x61...0x66).contains(letter) ? letter - 0x57 : nil
    }
}

/// Two lower-case hexadecimal digits.
func hexDigits(_ byte: UInt8) -> [UInt8] {
    [byte >> 4, byte & 15].map { $0 < 10 ? 0x30 + $0 : 0x57 + $0 }
}
