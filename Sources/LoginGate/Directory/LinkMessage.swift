internal import LDAPClient
internal import NIOCore

/// Requests of the gate's own, as bytes (RFC 4511, sections 4.2 to 4.6).
enum LinkMessage {
    /// The identifier octet of each request.
    enum Request: UInt8 {
        case bind = 0x60
        case search = 0x63
        case modify = 0x66
    }

    /// Writes one LDAPMessage; `controls` are the members of its control list.
    static func write(
        _ id: Int32,
        _ request: Request,
        _ body: [UInt8],
        controls: [UInt8],
        into buffer: inout ByteBuffer
    ) {
        var envelope = BERWriter()
        envelope.write(Int(id))
        let controlsSize = controls.isEmpty ? 0 : elementSize(controls.count)
        let size = envelope.bytes.count + elementSize(body.count) + controlsSize
        writeHeader(BERTag.sequence, size, into: &buffer)
        buffer.writeBytes(envelope.bytes)
        writeHeader(request.rawValue, body.count, into: &buffer)
        buffer.writeBytes(body)
        guard !controls.isEmpty else { return }
        writeHeader(BERTag.constructedContext(0), controls.count, into: &buffer)
        buffer.writeBytes(controls)
    }

    /// A simple bind (section 4.2).
    static func bind(name: String, password: some Collection<UInt8>) -> [UInt8] {
        var writer = BERWriter()
        writer.write(3)
        writer.write(BERTag.octetString, name.utf8)
        writer.write(BERTag.context(0), password)
        return writer.bytes
    }

    /// A modify (section 4.6).
    static func modify(_ name: String, _ changes: [LDAPModification]) -> [UInt8] {
        var writer = BERWriter()
        writer.write(BERTag.octetString, name.utf8)
        writer.write(BERTag.sequence) { list in
            for change in changes { list.write(BERTag.sequence) { encode(change, into: &$0) } }
        }
        return writer.bytes
    }

    private static func encode(_ change: LDAPModification, into writer: inout BERWriter) {
        writer.write(Int(change.operation.rawValue), BERTag.enumerated)
        writer.write(BERTag.sequence) { attribute in
            attribute.write(BERTag.octetString, change.attribute.name.text.utf8)
            attribute.write(BERTag.set) { set in
                for value in change.attribute.values { set.write(BERTag.octetString, value) }
            }
        }
    }

    /// The members of a control list (section 4.1.11).
    static func controls(_ controls: [LDAPControl]) -> [UInt8] {
        var writer = BERWriter()
        for control in controls {
            writer.write(BERTag.sequence) { members in
                members.write(BERTag.octetString, control.oid.utf8)
                if control.isCritical { members.write(true) }
                if let value = control.value { members.write(BERTag.octetString, value) }
            }
        }
        return writer.bytes
    }

    private static func elementSize(_ content: Int) -> Int {
        1 + (content < 0x80 ? 1 : 1 + lengthOctets(content)) + content
    }

    private static func lengthOctets(_ length: Int) -> Int {
        (Int.bitWidth - length.leadingZeroBitCount + 7) / 8
    }

    private static func writeHeader(_ tag: UInt8, _ length: Int, into buffer: inout ByteBuffer) {
        buffer.writeInteger(tag)
        guard length >= 0x80 else { buffer.writeInteger(UInt8(length)); return }
        let octets = lengthOctets(length)
        buffer.writeInteger(0x80 | UInt8(octets))
        for index in (0..<octets).reversed() { buffer.writeInteger(UInt8(truncatingIfNeeded: length >> (8 * index))) }
    }
}
