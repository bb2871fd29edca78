/// Identifier octets of LDAP's operations (RFC 4511, section 4.2 and following).
enum OperationTag {
    static let bindRequest: UInt8 = 0x60
    static let bindResponse: UInt8 = 0x61
    static let unbindRequest: UInt8 = 0x42
    static let searchRequest: UInt8 = 0x63
    static let searchResultEntry: UInt8 = 0x64
    static let searchResultDone: UInt8 = 0x65
    static let modifyRequest: UInt8 = 0x66
    static let addRequest: UInt8 = 0x68
    static let deleteRequest: UInt8 = 0x4A
    static let deleteResponse: UInt8 = 0x6B
    static let modifyDNRequest: UInt8 = 0x6C
    static let compareRequest: UInt8 = 0x6E
    static let abandonRequest: UInt8 = 0x50
    static let searchResultReference: UInt8 = 0x73
    static let extendedRequest: UInt8 = 0x77
    static let extendedResponse: UInt8 = 0x78
    static let intermediateResponse: UInt8 = 0x79

    /// The operation that answers a request; `nil` when nothing does (unbind, abandon) or it is no request at all.
    static func response(to request: UInt8) -> UInt8? {
        switch request {
        case deleteRequest: deleteResponse
        case bindRequest, modifyRequest, addRequest, modifyDNRequest, compareRequest, extendedRequest: request + 1
        case searchRequest: searchResultDone
        default: nil
        }
    }

    /// Whether a client may send this at all.
    static func isRequest(_ tag: UInt8) -> Bool {
        response(to: tag) != nil || tag == unbindRequest || tag == abandonRequest
    }

    /// Whether nothing more follows for the same message id.
    static func isFinal(_ response: UInt8) -> Bool {
        switch response {
        case searchResultEntry, searchResultReference, intermediateResponse: false
        default: true
        }
    }
}
