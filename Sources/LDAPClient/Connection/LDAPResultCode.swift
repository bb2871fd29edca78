/// A result code of RFC 4511, section 4.1.9, of one of its extensions, or (negative) of libldap itself.
///
/// The set is open: servers may send codes nobody has listed.
public struct LDAPResultCode: RawRepresentable, Hashable, Sendable {
    /// The number as it is on the wire, or libldap's negative one.
    public let rawValue: Int32

    /// Wraps any number.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    private init(_ rawValue: Int32) { self.rawValue = rawValue }
}

extension LDAPResultCode {
    /// The operation did what was asked.
    public static let success = LDAPResultCode(0)
    /// The server hit an internal error.
    public static let operationsError = LDAPResultCode(1)
    /// The request was not understood.
    public static let protocolError = LDAPResultCode(2)
    /// The time limit was reached: what was read is incomplete.
    public static let timeLimitExceeded = LDAPResultCode(3)
    /// The size limit was reached: what was read is incomplete.
    public static let sizeLimitExceeded = LDAPResultCode(4)
    /// A compare answered no.
    public static let compareFalse = LDAPResultCode(5)
    /// A compare answered yes.
    public static let compareTrue = LDAPResultCode(6)
    /// The server does not know the authentication method.
    public static let authMethodNotSupported = LDAPResultCode(7)
    /// The server wants stronger authentication or a protected connection.
    public static let strongerAuthRequired = LDAPResultCode(8)
    /// Another server has to be asked.
    public static let referral = LDAPResultCode(10)
    /// An administrator's limit was reached: what was read is incomplete.
    public static let adminLimitExceeded = LDAPResultCode(11)
    /// The server does not know a control that was marked critical.
    public static let unavailableCriticalExtension = LDAPResultCode(12)
    /// The server wants an encrypted connection for this.
    public static let confidentialityRequired = LDAPResultCode(13)
    /// A SASL exchange is not finished.
    public static let saslBindInProgress = LDAPResultCode(14)
    /// The entry has no such attribute or value.
    public static let noSuchAttribute = LDAPResultCode(16)
    /// The schema does not know the attribute.
    public static let undefinedAttributeType = LDAPResultCode(17)
    /// A value breaks a constraint.
    public static let constraintViolation = LDAPResultCode(19)
    /// The attribute or value is already there.
    public static let attributeOrValueExists = LDAPResultCode(20)
    /// A value does not fit its syntax.
    public static let invalidAttributeSyntax = LDAPResultCode(21)
    /// There is no such entry, or the asker may not know of it.
    public static let noSuchObject = LDAPResultCode(32)
    /// A DN is malformed.
    public static let invalidDNSyntax = LDAPResultCode(34)
    /// Anonymous or empty-password authentication is not allowed here.
    public static let inappropriateAuthentication = LDAPResultCode(48)
    /// The name or the password is wrong.
    public static let invalidCredentials = LDAPResultCode(49)
    /// The asker may not do this.
    public static let insufficientAccessRights = LDAPResultCode(50)
    /// The server is too busy.
    public static let busy = LDAPResultCode(51)
    /// The server is shutting down or not ready.
    public static let unavailable = LDAPResultCode(52)
    /// The server refuses; for content sync also "the consumer's state is newer than the provider's".
    public static let unwillingToPerform = LDAPResultCode(53)
    /// Referrals go round in a circle.
    public static let loopDetect = LDAPResultCode(54)
    /// The new name breaks a naming rule.
    public static let namingViolation = LDAPResultCode(64)
    /// The entry would break its object classes.
    public static let objectClassViolation = LDAPResultCode(65)
    /// Only leaves can be deleted or moved like this.
    public static let notAllowedOnNonLeaf = LDAPResultCode(66)
    /// The change would touch the entry's own name.
    public static let notAllowedOnRDN = LDAPResultCode(67)
    /// There is such an entry already.
    public static let entryAlreadyExists = LDAPResultCode(68)
    /// The server cannot say what is wrong.
    public static let other = LDAPResultCode(80)
    /// An assertion control did not hold (RFC 4528).
    public static let assertionFailed = LDAPResultCode(122)
    /// Content sync: the content must be read anew from the start (RFC 4533, `e-syncRefreshRequired`).
    public static let syncRefreshRequired = LDAPResultCode(4096)

    /// The server cannot be reached, or the connection was lost.
    public static let serverDown = LDAPResultCode(-1)
    /// A failure on this side.
    public static let localError = LDAPResultCode(-2)
    /// A request could not be encoded.
    public static let encodingError = LDAPResultCode(-3)
    /// The peer sent something that cannot be understood.
    public static let decodingError = LDAPResultCode(-4)
    /// No answer came in time.
    public static let timeout = LDAPResultCode(-5)
    /// A filter is malformed.
    public static let filterError = LDAPResultCode(-7)
    /// A parameter is unusable.
    public static let parameterError = LDAPResultCode(-9)
    /// Connecting, or making the connection secure, failed.
    public static let connectError = LDAPResultCode(-11)
}
