internal import LDAPClient
internal import NIOCore

/// Responses the gate writes itself.
enum Answer {
    private static let noticeOfDisconnection = "1.3.6.1.4.1.1466.20036"

    /// An LDAPResult without matched DN (RFC 4511, section 4.1.9) as the given operation.
    static func result(
        _ id: Int32,
        _ tag: UInt8,
        _ code: Int,
        _ text: String = "",
        allocator: ByteBufferAllocator,
        extra: (tag: UInt8, bytes: [UInt8])? = nil
    ) -> ByteBuffer {
        let code = Int32(clamping: max(code, 0))
        let extraLength = extra.map { ByteBuffer.berElementOctets($0.bytes.count) } ?? 0
        let result =
            2 + ByteBuffer.berIntegerOctets(code) + 2 + ByteBuffer.berElementOctets(text.utf8.count) + extraLength
        let length = 2 + ByteBuffer.berIntegerOctets(id) + ByteBuffer.berElementOctets(result)
        var buffer = allocator.buffer(capacity: ByteBuffer.berElementOctets(length))
        buffer.writeBERHeader(0x30, length: length)
        buffer.writeBERInteger(id)
        buffer.writeBERHeader(tag, length: result)
        buffer.writeBERInteger(code, tag: 0x0A)
        buffer.writeBERHeader(0x04, length: 0)
        buffer.writeBERString(text.utf8)
        if let extra { buffer.writeBERString(extra.bytes, tag: extra.tag) }
        return buffer
    }

    /// The identity of RFC 4532.
    static func whoAmI(_ id: Int32, _ authorizationID: String, allocator: ByteBufferAllocator) -> ByteBuffer {
        let value = Array(authorizationID.utf8)
        return result(id, OperationTag.extendedResponse, 0, allocator: allocator, extra: (0x8B, value))
    }

    /// StartTLS may begin (RFC 4511, section 4.14.2).
    static func startTLS(_ id: Int32, _ code: LDAPResultCode, _ text: String, allocator: ByteBufferAllocator)
        -> ByteBuffer
    {
        let name = (UInt8(0x8A), Array(ExtendedRequest.startTLSName.utf8))
        return result(id, OperationTag.extendedResponse, Int(code.rawValue), text, allocator: allocator, extra: name)
    }

    /// Notice of Disconnection (RFC 4511, section 4.4.1): the last thing a client gets.
    static func disconnection(_ code: LDAPResultCode, _ text: String, allocator: ByteBufferAllocator) -> ByteBuffer {
        let name = (UInt8(0x8A), Array(noticeOfDisconnection.utf8))
        return result(0, OperationTag.extendedResponse, Int(code.rawValue), text, allocator: allocator, extra: name)
    }

    /// The result code of a complete response; `nil` when it has none.
    static func resultCode(_ message: ByteBuffer, _ head: MessageHead) -> Int? {
        var cursor = BERCursor(message, at: head.operationOffset)
        guard var result = cursor.content(head.tag) else { return nil }
        return result.smallInteger(0x0A)
    }
}
