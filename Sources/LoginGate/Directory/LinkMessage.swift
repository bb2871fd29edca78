internal import LDAPClient
internal import NIOCore

/// Requests of the gate's own, as bytes (RFC 4511, sections 4.2 to 4.7).
enum LinkMessage {
    /// The identifier octet of each request.
    enum Request: UInt8 {
        case bind = 0x60
        case search = 0x63
        case modify = 0x66
        case add = 0x68
    }

    /// Writes one LDAPMessage; `controls` are the members of its control list.
    static func write(
        _ id: Int32,
        _ request: Request,
        _ body: [UInt8],
        controls: [UInt8],
        into buffer: inout ByteBuffer
    ) {
        let size =
            ByteBuffer.berElementOctets(ByteBuffer.berIntegerOctets(id)) + ByteBuffer.berElementOctets(body.count)
            + (controls.isEmpty ? 0 : ByteBuffer.berElementOctets(controls.count))
        buffer.writeBERHeader(BERTag.sequence, length: size)
        buffer.writeBERInteger(id)
        buffer.writeBERHeader(request.rawValue, length: body.count)
        buffer.writeBytes(body)
        guard !controls.isEmpty else { return }
        buffer.writeBERHeader(BERTag.constructedContext(0), length: controls.count)
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
        encode(change.attribute, into: &writer)
    }

    private static func encode(_ attribute: LDAPAttribute, into writer: inout BERWriter) {
        writer.write(BERTag.sequence) { members in
            members.write(BERTag.octetString, attribute.name.text.utf8)
            members.write(BERTag.set) { set in
                for value in attribute.values { set.write(BERTag.octetString, value) }
            }
        }
    }

    /// An add (section 4.7).
    static func add(_ name: String, _ attributes: [LDAPAttribute]) -> [UInt8] {
        var writer = BERWriter()
        writer.write(BERTag.octetString, name.utf8)
        writer.write(BERTag.sequence) { list in
            for attribute in attributes { encode(attribute, into: &list) }
        }
        return writer.bytes
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
}
