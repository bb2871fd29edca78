internal import NIOCore

/// Writing definite-length BER elements.
extension ByteBuffer {
    /// Identifier and length octets.
    mutating func writeBERHeader(_ tag: UInt8, length: Int) {
        writeInteger(tag)
        guard length >= 0x80 else {
            writeInteger(UInt8(length))
            return
        }
        let octets = (Int.bitWidth - length.leadingZeroBitCount + 7) / 8
        writeInteger(0x80 | UInt8(octets))
        for shift in stride(from: (octets - 1) * 8, through: 0, by: -8) { writeInteger(UInt8(length >> shift & 0xFF)) }
    }

    /// A non-negative INTEGER or ENUMERATED.
    mutating func writeBERInteger(_ value: Int32, tag: UInt8 = 0x02) {
        let octets = Self.berIntegerOctets(value)
        writeBERHeader(tag, length: octets)
        for shift in stride(from: (octets - 1) * 8, through: 0, by: -8) { writeInteger(UInt8(value >> shift & 0xFF)) }
    }

    /// An OCTET STRING or a value tagged like one.
    mutating func writeBERString(_ bytes: some Collection<UInt8>, tag: UInt8 = 0x04) {
        writeBERHeader(tag, length: bytes.count)
        writeBytes(bytes)
    }

    /// How many octets an element of this content length takes.
    static func berElementOctets(_ length: Int) -> Int {
        length < 0x80 ? 2 + length : 2 + (Int.bitWidth - length.leadingZeroBitCount + 7) / 8 + length
    }

    /// How many octets the content of a non-negative INTEGER takes.
    static func berIntegerOctets(_ value: Int32) -> Int { (Int32.bitWidth - value.leadingZeroBitCount) / 8 + 1 }
}
