internal import CLDAP

/// What went wrong with an LDAP operation or a connection.
///
/// `description` is safe to show and to log: it holds what the server said, never a credential.
public struct LDAPError: Error, Hashable, Sendable {
    /// The server's result code, or libldap's negative one.
    public let code: LDAPResultCode
    /// How far the server could follow the DN it was given (RFC 4511, section 4.1.9); often empty.
    public let matchedDN: String
    /// The server's or the library's own words, without control characters and cut at 500 characters.
    public let diagnosticMessage: String
    /// Where the server refers to, with `.referral` (RFC 4511, section 4.1.10).
    public let referrals: [String]

    /// Makes an error; `diagnosticMessage` is cleaned for showing.
    public init(
        _ code: LDAPResultCode,
        _ diagnosticMessage: String = "",
        matchedDN: String = "",
        referrals: [String] = []
    ) {
        self.code = code
        self.matchedDN = matchedDN
        self.diagnosticMessage = Self.cleaned(diagnosticMessage)
        self.referrals = referrals
    }

    /// Whether the same request may succeed later without anybody changing anything.
    ///
    /// A write whose connection was lost may have been done all the same.
    public var isRetriable: Bool {
        switch code {
        case .serverDown, .timeout, .busy, .unavailable, .connectError, .timeLimitExceeded: true
        default: false
        }
    }

    /// Whether the connection can no longer be used after this.
    public var endsConnection: Bool {
        code == .serverDown || code == .connectError
    }

    private static func cleaned(_ text: String) -> String {
        String(text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(500).map(Character.init))
    }
}

extension LDAPError: CustomStringConvertible {
    /// The code's name and number and the diagnostic message.
    public var description: String {
        let name = String(cString: ldap_err2string(code.rawValue))
        return diagnosticMessage.isEmpty
            ? "\(name) (\(code.rawValue))" : "\(name) (\(code.rawValue)): \(diagnosticMessage)"
    }
}

extension LDAPError {
    /// The peer's bytes could not be understood.
    init(_ malformed: MalformedBER, in what: StaticString) {
        self.init(.decodingError, "malformed \(what): expected \(malformed.expectation)")
    }

    /// The connection was closed on this side.
    static let closed = LDAPError(.serverDown, "the connection is closed")
}
