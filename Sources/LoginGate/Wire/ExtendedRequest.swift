internal import NIOCore

/// An extended operation (RFC 4511, section 4.12), as far as the gate has to know it.
enum ExtendedRequest: Hashable {
    /// RFC 4511, section 4.14.
    case startTLS
    /// RFC 4532.
    case whoAmI
    /// Slapd's business.
    case other

    static let startTLSName = "1.3.6.1.4.1.1466.20037"
    static let whoAmIName = "1.3.6.1.4.1.4203.1.11.3"

    /// `nil` when it is not put together as it must be.
    init?(_ message: ByteBuffer, _ head: MessageHead) {
        var cursor = BERCursor(message, at: head.operationOffset)
        guard var request = cursor.content(OperationTag.extendedRequest), let name = request.bytes(0x80) else {
            return nil
        }
        if name.elementsEqual(Self.startTLSName.utf8) {
            self = .startTLS
        } else if name.elementsEqual(Self.whoAmIName.utf8) {
            self = .whoAmI
        } else {
            self = .other
        }
    }

    /// The message id an abandon is about (RFC 4511, section 4.11); `nil` when it is not put together as it must be.
    static func abandonedID(_ message: ByteBuffer, _ head: MessageHead) -> Int32? {
        var cursor = BERCursor(message, at: head.operationOffset)
        guard let content = cursor.bytes(OperationTag.abandonRequest), (1...4).contains(content.count) else {
            return nil
        }
        return Int32(bitPattern: content.reduce(0) { $0 << 8 | UInt32($1) })
    }
}
