internal import NIOCore

/// A BindRequest (RFC 4511, section 4.2), taken apart.
struct BindRequest {
    /// How the client wants to prove who it is.
    enum Authentication {
        /// The password's place is all that is kept: nobody copies it by accident.
        case simple(ByteBufferView)
        case sasl(mechanism: String, credentials: ByteBufferView?)
    }

    let messageID: Int32
    let version: Int
    let name: ByteBufferView
    let authentication: Authentication
    /// The controls as they came, tag and length included.
    let controls: ByteBuffer?

    /// `nil` when it is not one, or anything in it does not end where it must.
    init?(_ message: ByteBuffer, _ head: MessageHead) {
        var cursor = BERCursor(message, at: head.operationOffset)
        guard var bind = cursor.content(OperationTag.bindRequest),
            let version = bind.smallInteger(0x02),
            let name = bind.bytes(0x04),
            let authentication = Self.authentication(&bind), bind.isAtEnd
        else { return nil }
        controls = cursor.element(0xA0)
        guard cursor.isAtEnd else { return nil }
        (messageID, self.version, self.name) = (head.id, version, name)
        self.authentication = authentication
    }

    private static func authentication(_ bind: inout BERCursor) -> Authentication? {
        if bind.tag == 0x80 { return bind.bytes(0x80).map(Authentication.simple) }
        guard var sasl = bind.content(0xA3), let mechanism = sasl.bytes(0x04) else { return nil }
        let credentials = sasl.bytes(0x04)
        guard sasl.isAtEnd else { return nil }
        return .sasl(mechanism: String(decoding: mechanism, as: UTF8.self), credentials: credentials)
    }
}
