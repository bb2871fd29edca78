/// Builds definite-length BER, shortest form of length.
package struct BERWriter {
    /// What was written so far.
    package private(set) var bytes: [UInt8]

    package init(bytes: [UInt8] = []) { self.bytes = bytes }

    /// Writes one element around the given content.
    package mutating func write(_ tag: UInt8, _ content: some Collection<UInt8>) {
        bytes.append(tag)
        writeLength(content.count)
        bytes.append(contentsOf: content)
    }

    /// Writes a constructed element whose members the closure writes.
    package mutating func write(_ tag: UInt8, members: (inout BERWriter) -> Void) {
        var inner = BERWriter()
        members(&inner)
        write(tag, inner.bytes)
    }

    /// Writes a BOOLEAN, `TRUE` as `0xFF` (RFC 4511, section 5.1).
    package mutating func write(_ flag: Bool, _ tag: UInt8 = BERTag.boolean) {
        write(tag, CollectionOfOne(flag ? 0xFF : 0))
    }

    /// Writes an INTEGER or ENUMERATED in two's complement, as short as it goes.
    package mutating func write(_ value: Int, _ tag: UInt8 = BERTag.integer) {
        var octets = withUnsafeBytes(of: value.bigEndian, Array.init)
        while octets.count > 1, (octets[0] == 0 && octets[1] < 0x80) || (octets[0] == 0xFF && octets[1] >= 0x80) {
            octets.removeFirst()
        }
        write(tag, octets)
    }

    private mutating func writeLength(_ length: Int) {
        guard length >= 0x80 else { return bytes.append(UInt8(length)) }
        let octets = withUnsafeBytes(of: length.bigEndian) { Array($0.drop { $0 == 0 }) }
        bytes.append(0x80 | UInt8(octets.count))
        bytes.append(contentsOf: octets)
    }
}
