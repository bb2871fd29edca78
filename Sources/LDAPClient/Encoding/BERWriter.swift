/// Builds definite-length BER, shortest form of length.
package struct BERWriter {
    /// What was written so far.
    package private(set) var bytes: [UInt8]

    package init(bytes: [UInt8] = []) { self.bytes = bytes }

    /// Writes one element around the given content.
    package mutating func write(_ tag: UInt8, _ content: some Collection<UInt8>) {
        writeHeader(tag, content.count)
        bytes.append(contentsOf: content)
    }

    /// The same for bytes: a generic function called from another module is not specialised.
    package mutating func write(_ tag: UInt8, _ content: [UInt8]) {
        writeHeader(tag, content.count)
        bytes.append(contentsOf: content)
    }

    /// The same for text.
    package mutating func write(_ tag: UInt8, _ content: String.UTF8View) {
        writeHeader(tag, content.count)
        bytes.append(contentsOf: content)
    }

    /// Writes a constructed element whose members the closure writes.
    package mutating func write(_ tag: UInt8, members: (inout BERWriter) -> Void) {
        writeHeader(tag, 0)
        let start = bytes.count
        members(&self)
        let length = bytes.count - start
        guard length >= 0x80 else { bytes[start - 1] = UInt8(length); return }
        let octets = Self.lengthOctets(length)
        bytes[start - 1] = 0x80 | UInt8(octets.count)
        bytes.insert(contentsOf: octets, at: start)
    }

    /// Writes a BOOLEAN, `TRUE` as `0xFF` (RFC 4511, section 5.1).
    package mutating func write(_ flag: Bool, _ tag: UInt8 = BERTag.boolean) {
        writeHeader(tag, 1)
        bytes.append(flag ? 0xFF : 0)
    }

    /// Writes an INTEGER or ENUMERATED in two's complement, as short as it goes.
    package mutating func write(_ value: Int, _ tag: UInt8 = BERTag.integer) {
        var octets = Int.bitWidth / 8
        // An octet can go while it, and the first bit after it, say nothing but the sign.
        while octets > 1, value >> (8 * octets - 9) == 0 || value >> (8 * octets - 9) == -1 { octets -= 1 }
        writeHeader(tag, octets)
        for octet in (0..<octets).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * octet))) }
    }

    private mutating func writeHeader(_ tag: UInt8, _ length: Int) {
        bytes.append(tag)
        guard length >= 0x80 else { return bytes.append(UInt8(length)) }
        let octets = Self.lengthOctets(length)
        bytes.append(0x80 | UInt8(octets.count))
        bytes.append(contentsOf: octets)
    }

    private static func lengthOctets(_ length: Int) -> [UInt8] {
        withUnsafeBytes(of: length.bigEndian) { Array($0.drop { $0 == 0 }) }
    }
}
