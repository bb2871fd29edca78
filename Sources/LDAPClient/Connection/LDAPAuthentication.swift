/// Who to be for the server (RFC 4513).
public enum LDAPAuthentication: Sendable {
    /// Nobody.
    case anonymous
    /// A DN with its password, which travels as it is: use it only on a protected connection or on loopback.
    case simple(DistinguishedName, LDAPSecret)
    /// What the connection itself proves: the user on a Unix socket, or the TLS client certificate (SASL EXTERNAL).
    case external
    /// A user name with its password, which does not travel (SASL SCRAM-SHA-256 or SCRAM-SHA-512).
    case scram(SCRAMHash, user: String, LDAPSecret)
    /// A Kerberos ticket that is in the process's credential cache (SASL GSSAPI).
    case gssapi

    /// The hash of a SCRAM exchange.
    public enum SCRAMHash: String, Sendable {
        /// RFC 7677.
        case sha256 = "SCRAM-SHA-256"
        /// As RFC 7677, with SHA-512.
        case sha512 = "SCRAM-SHA-512"
    }
}
