internal import NIOCore

/// What the first bytes of an LDAPMessage tell: how long it is, its message id and which operation it carries.
///
/// Both sides must read a message alike, or a bind could be passed on as something else: so everything that leaves room
/// for a second reading (padded or longer message ids, identifier octets of several bytes) is refused.
struct MessageHead: Hashable {
    /// The whole message, header included.
    let length: Int
    /// 0 in what a server sends unasked, above 0 in all else.
    let id: Int32
    /// The identifier octet of the operation (`OperationTag`).
    let tag: UInt8
    /// Where that octet stands, counted from the message's first.
    let operationOffset: Int

    /// The outcome of looking at a message's beginning.
    enum Reading: Hashable {
        case head(MessageHead)
        case incomplete
        case malformed
    }

    /// Looks at the readable bytes from `offset` on; moves nothing.
    static func read(_ buffer: ByteBuffer, at offset: Int = 0) -> Reading {
        switch MessageFrame(in: buffer, at: offset) {
        case .incomplete: .incomplete
        case .malformed: .malformed
        case .length(let length): read(buffer, at: offset, length: length)
        }
    }

    private static func read(_ buffer: ByteBuffer, at offset: Int, length: Int) -> Reading {
        let start = buffer.readerIndex + offset
        guard let first: UInt8 = buffer.getInteger(at: start + 1) else { return .incomplete }
        let identifier = start + 2 + (first < 0x80 ? 0 : Int(first & 0x7F))
        guard let tag: UInt8 = buffer.getInteger(at: identifier) else { return rest(length, identifier - start) }
        guard let octets: UInt8 = buffer.getInteger(at: identifier + 1) else {
            return tag == 0x02 ? rest(length, identifier + 1 - start) : .malformed
        }
        guard tag == 0x02, (1...4).contains(octets) else { return .malformed }
        let operation = identifier + 2 + Int(octets)
        guard operation - start < length else { return .malformed }
        guard let operationTag: UInt8 = buffer.getInteger(at: operation) else { return .incomplete }
        guard let id = messageID(buffer, at: identifier + 2, octets: Int(octets)) else { return .malformed }
        return .head(MessageHead(length: length, id: id, tag: operationTag, operationOffset: operation - start))
    }

    /// More bytes are needed: unless the message ends before them.
    private static func rest(_ length: Int, _ present: Int) -> Reading { length > present ? .incomplete : .malformed }

    /// 0 to 2147483647 in as few octets as can be.
    private static func messageID(_ buffer: ByteBuffer, at index: Int, octets: Int) -> Int32? {
        var value: UInt32 = 0
        for position in 0..<octets {
            guard let octet: UInt8 = buffer.getInteger(at: index + position) else { return nil }
            if position == 0, octet == 0, octets > 1, (buffer.getInteger(at: index + 1) ?? UInt8(0)) < 0x80 {
                return nil
            }
            value = value << 8 | UInt32(octet)
            if position == 0, octet >= 0x80 { return nil }
        }
        return Int32(exactly: value)
    }
}
