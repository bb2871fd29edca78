/// Bytes that are not the BER a peer should have sent.
package struct MalformedBER: Error, Hashable {
    /// What was expected at the place that failed.
    package let expectation: StaticString

    package static func == (left: MalformedBER, right: MalformedBER) -> Bool {
        left.expectation.description == right.expectation.description
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(expectation.description) }
}

/// Walks over definite-length BER elements in borrowed memory (RFC 4511, section 5.1 allows nothing else).
///
/// Elements are told apart by tag, never by how many there are: optional members may be missing anywhere.
package struct BERReader {
    private var rest: UnsafeRawBufferPointer

    /// Reads from memory that must outlive the reader.
    package init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes
    }

    /// Whether nothing is left.
    package var isAtEnd: Bool { rest.isEmpty }

    /// The identifier octet of the next element; `nil` at the end.
    package var nextTag: UInt8? { rest.first }

    /// Takes the next element, whatever its tag.
    package mutating func readElement() throws(MalformedBER) -> (tag: UInt8, content: UnsafeRawBufferPointer) {
        guard rest.count >= 2, rest[0] & 0x1F != 0x1F else { throw MalformedBER(expectation: "an element") }
        let tag = rest[0]
        var length = Int(rest[1])
        var start = 2
        if length >= 0x80 {
            let octets = length & 0x7F
            guard octets > 0, octets <= 7, rest.count >= 2 + octets else {
                throw MalformedBER(expectation: "a definite length")
            }
            length = 0
            for index in 2..<(2 + octets) { length = length << 8 | Int(rest[index]) }
            start += octets
        }
        guard length <= rest.count - start else { throw MalformedBER(expectation: "as many bytes as announced") }
        let content = UnsafeRawBufferPointer(rebasing: rest[start..<(start + length)])
        rest = UnsafeRawBufferPointer(rebasing: rest[(start + length)...])
        return (tag, content)
    }

    /// Takes the next element if it has this tag; leaves it otherwise.
    package mutating func readIfPresent(_ tag: UInt8) throws(MalformedBER) -> UnsafeRawBufferPointer? {
        guard nextTag == tag else { return nil }
        return try readElement().content
    }

    /// Takes the next element, which must have this tag.
    package mutating func read(_ tag: UInt8, _ expectation: StaticString) throws(MalformedBER) -> UnsafeRawBufferPointer
    {
        guard let content = try readIfPresent(tag) else { throw MalformedBER(expectation: expectation) }
        return content
    }

    /// Takes a BOOLEAN if one is next.
    package mutating func readBooleanIfPresent() throws(MalformedBER) -> Bool? {
        guard let content = try readIfPresent(BERTag.boolean) else { return nil }
        guard content.count == 1 else { throw MalformedBER(expectation: "a BOOLEAN of one byte") }
        return content[0] != 0
    }

    /// Takes an INTEGER or ENUMERATED, which must be next and fit 32 bits.
    package mutating func readInteger(_ tag: UInt8 = BERTag.integer) throws(MalformedBER) -> Int {
        let content = try read(tag, "an INTEGER or ENUMERATED")
        guard (1...4).contains(content.count) else { throw MalformedBER(expectation: "an integer of up to 4 bytes") }
        var value = content[0] & 0x80 == 0 ? 0 : -1
        for byte in content { value = value << 8 | Int(byte) }
        return value
    }

    /// Complains about anything that follows what was read.
    package func finish() throws(MalformedBER) {
        guard isAtEnd else { throw MalformedBER(expectation: "the end") }
    }
}

/// The identifier octets used in LDAP (RFC 4511).
package enum BERTag {
    package static let boolean: UInt8 = 0x01
    package static let integer: UInt8 = 0x02
    package static let octetString: UInt8 = 0x04
    package static let enumerated: UInt8 = 0x0A
    package static let sequence: UInt8 = 0x30
    package static let set: UInt8 = 0x31

    /// `[number]` of the context class, primitive.
    package static func context(_ number: UInt8) -> UInt8 { 0x80 | number }
    /// `[number]` of the context class, constructed.
    package static func constructedContext(_ number: UInt8) -> UInt8 { 0xA0 | number }
}
