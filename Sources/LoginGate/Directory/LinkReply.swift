internal import LDAPClient
internal import NIOCore

/// What the directory answered to one of the gate's own requests (RFC 4511, section 4.1.9).
struct LinkOutcome: Hashable, Sendable {
    /// The result code; the codes are those of `LDAPResultCode`.
    let code: Int
    /// The server's words.
    let message: String
}

/// One message from the directory to the gate itself.
struct LinkReply {
    /// What it is.
    enum Content {
        case entry(LDAPEntry)
        /// Somewhere else there may be more: nothing that the gate may take for complete.
        case reference
        /// The last message of an operation.
        case done(LinkOutcome)
        /// Anything else, such as an intermediate response: read over.
        case other
    }

    let id: Int32
    let content: Content

    /// Reads one whole message.
    init(_ message: ByteBuffer) throws(MalformedBER) {
        let result = message.withUnsafeReadableBytes { bytes in
            Result { () throws(MalformedBER) in try Self.read(bytes) }
        }
        self = try result.get()
    }

    private init(id: Int32, content: Content) {
        self.id = id
        self.content = content
    }

    private static func read(_ bytes: UnsafeRawBufferPointer) throws(MalformedBER) -> LinkReply {
        var outer = BERReader(bytes)
        var message = BERReader(try outer.read(BERTag.sequence, "a message"))
        let id = Int32(truncatingIfNeeded: try message.readInteger())  // which reads 32 bits at most
        let (tag, body) = try message.readElement()
        return LinkReply(id: id, content: try content(tag, body))
    }

    private static func content(_ tag: UInt8, _ body: UnsafeRawBufferPointer) throws(MalformedBER) -> Content {
        switch tag {
        case 0x64: .entry(try entry(body))
        case 0x73: .reference
        case 0x61, 0x65, 0x67, 0x69, 0x78: .done(try outcome(body))
        default: .other
        }
    }

    private static func entry(_ body: UnsafeRawBufferPointer) throws(MalformedBER) -> LDAPEntry {
        var members = BERReader(body)
        let name = try members.read(BERTag.octetString, "an entry's name")
        return try LDAPEntry(dn: name, attributeList: try members.read(BERTag.sequence, "attributes"))
    }

    private static func outcome(_ body: UnsafeRawBufferPointer) throws(MalformedBER) -> LinkOutcome {
        var members = BERReader(body)
        let code = try members.readInteger(BERTag.enumerated)
        _ = try members.read(BERTag.octetString, "a matched DN")
        let message = try members.read(BERTag.octetString, "a diagnostic message")
        return LinkOutcome(code: code, message: String(decoding: message.prefix(500), as: UTF8.self))
    }
}
