internal import NIOCore

/// How far one LDAPMessage (RFC 4511, section 4.1.1) reaches: its outermost identifier and length octets, read
/// before any of the rest has to be there.
enum MessageFrame: Hashable {
    /// The header itself is not complete.
    case incomplete
    /// The whole message takes this many bytes, header included.
    case length(Int)
    /// No LDAPMessage begins like this.
    case malformed

    /// Looks at the readable bytes from `offset` on; moves nothing.
    init(in buffer: ByteBuffer, at offset: Int = 0) {
        let start = buffer.readerIndex + offset
        guard let tag: UInt8 = buffer.getInteger(at: start) else { self = .incomplete; return }
        guard tag == 0x30 else { self = .malformed; return }
        guard let first: UInt8 = buffer.getInteger(at: start + 1) else { self = .incomplete; return }
        guard first >= 0x80 else { self = .length(2 + Int(first)); return }
        let octets = Int(first & 0x7F)
        guard (1...4).contains(octets) else { self = .malformed; return }
        var length = 0
        for index in 0..<octets {
            guard let octet: UInt8 = buffer.getInteger(at: start + 2 + index) else { self = .incomplete; return }
            length = length << 8 | Int(octet)
        }
        self = .length(2 + octets + length)
    }
}
