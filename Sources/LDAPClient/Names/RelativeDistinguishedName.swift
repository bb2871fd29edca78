/// One level of a DN: usually one attribute with its value, sometimes several joined with `+` (RFC 4514).
public struct RelativeDistinguishedName: Sendable {
    /// An attribute type with the value that names the entry.
    public struct Assertion: Sendable {
        /// The attribute.
        public let type: AttributeName
        /// The value's bytes, unescaped.
        public let value: [UInt8]

        /// The value as text; bytes that are not UTF-8 are repaired.
        public var text: String { String(decoding: value, as: UTF8.self) }
    }

    /// The attributes with their values, one at least, in the order given.
    public let assertions: [Assertion]
    /// The text that equal relative names share.
    let normalized: String

    /// One attribute with its value.
    public init(_ type: AttributeName, _ value: String) {
        self.init(assertions: [Assertion(type: type, value: Array(value.utf8))])
    }

    init(assertions: [Assertion]) {
        self.assertions = assertions
        normalized = Self.normalize(assertions)
    }

    /// The first attribute.
    public var type: AttributeName { assertions[0].type }
    /// The first attribute's value as text.
    public var value: String { assertions[0].text }

    private static func normalize(_ assertions: [Assertion]) -> String {
        let parts = assertions.map { $0.type.text.lowercased() + "=" + escape(foldedValue($0.value)) }
        return parts.count == 1 ? parts[0] : parts.sorted().joined(separator: "+")
    }

    private static func foldedValue(_ value: [UInt8]) -> [UInt8] {
        let lowered = String(decoding: value, as: UTF8.self).lowercased()
        return Array(lowered.utf8.split(separator: UInt8(ascii: " ")).joined(separator: CollectionOfOne(0x20)))
    }

    /// Escapes a value by RFC 4514, section 2.4. Bytes that are not UTF-8 and control characters become `\XX`.
    static func escape(_ value: [UInt8]) -> String {
        guard !value.isEmpty else { return "" }
        let isText = String(validating: value, as: UTF8.self) != nil
        var escaped: [UInt8] = []
        escaped.reserveCapacity(value.count + 8)
        for (index, byte) in value.enumerated() {
            if byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !isText) {
                escaped.append(UInt8(ascii: "\\"))
                escaped += hexDigits(byte)
            } else {
                if needsEscape(byte, first: index == 0, last: index == value.count - 1) {
                    escaped.append(UInt8(ascii: "\\"))
                }
                escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func needsEscape(_ byte: UInt8, first: Bool, last: Bool) -> Bool {
        switch byte {
        case 0x22, 0x2B, 0x2C, 0x3B, 0x3C, 0x3E, 0x5C, 0x3D: true  // " + , ; < > \ =
        case 0x23: first
        case 0x20: first || last
        default: false
        }
    }
}

extension RelativeDistinguishedName: Hashable, CustomStringConvertible {
    /// Compares the normalised forms.
    public static func == (left: RelativeDistinguishedName, right: RelativeDistinguishedName) -> Bool {
        left.normalized == right.normalized
    }

    /// Hashes the normalised form.
    public func hash(into hasher: inout Hasher) { hasher.combine(normalized) }

    /// The RFC 4514 text, with what needs escaping escaped.
    public var description: String {
        assertions.map { "\($0.type)=\(Self.escape($0.value))" }.joined(separator: "+")
    }
}
