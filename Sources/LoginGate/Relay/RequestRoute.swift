internal import LDAPClient
internal import NIOCore

/// What becomes of a client's message: a pure decision. Only `forward` and `abandon` reach slapd as they came.
enum RequestRoute {
    /// To slapd as it came; an answer is due.
    case forward
    /// To slapd as it came; this operation gets no answer any more.
    case abandon(Int32)
    /// Somebody logs in: nothing goes to slapd before it has been judged.
    case bind(BindRequest)
    /// Answered by the gate, in the response that belongs to the request.
    case refuse(LDAPResultCode, String)
    /// Who Am I, where the gate knows better than slapd.
    case identify
    case startTLS
    case unbind
    case ignore
    /// No LDAP: the connection ends.
    case disconnect

    /// - Parameter isRestricted: the client was let in without slapd: nothing but its identity is there for it.
    init(_ head: MessageHead, _ message: ByteBuffer, isRestricted: Bool) {
        switch head.tag {
        case OperationTag.bindRequest:
            self = BindRequest(message, head).map(RequestRoute.bind) ?? .disconnect
        case OperationTag.unbindRequest:
            self = .unbind
        case OperationTag.abandonRequest:
            self = Self.abandoning(head, message, isRestricted: isRestricted)
        case OperationTag.extendedRequest:
            self = Self.extended(head, message, isRestricted: isRestricted)
        case let tag where OperationTag.response(to: tag) == nil:
            self = .disconnect
        default:
            self = isRestricted ? .restricted : .forward
        }
    }

    private static let restricted = RequestRoute.refuse(
        .insufficientAccessRights,
        "this login gives no access to the directory"
    )

    private static func abandoning(_ head: MessageHead, _ message: ByteBuffer, isRestricted: Bool) -> RequestRoute {
        guard let id = ExtendedRequest.abandonedID(message, head) else { return .disconnect }
        return isRestricted ? .ignore : .abandon(id)
    }

    private static func extended(_ head: MessageHead, _ message: ByteBuffer, isRestricted: Bool) -> RequestRoute {
        switch ExtendedRequest(message, head) {
        case .startTLS?: isRestricted ? .restricted : .startTLS
        case .whoAmI?: isRestricted ? .identify : .forward
        case .other?: isRestricted ? .restricted : .forward
        case nil: .disconnect
        }
    }
}
