/// How a gate is run. Plain values; the defaults are safe for production.
public struct GateConfiguration: Sendable {
    /// Where clients come in.
    public var listeners: [Listener]
    /// The gate's own certificate; without it there is neither StartTLS nor `ldaps`.
    public var tls: TLS?
    /// slapd's listener for the gate.
    public var upstream: Upstream
    /// How much clients may use up.
    public var limits = Limits()
    /// How long after its arrival a bind with a wrong password is answered, at the earliest.
    public var wrongPasswordDelay: Duration = .milliseconds(100)
    /// Whether SASL EXTERNAL by a client certificate is passed on as SASL EXTERNAL of the gate itself with the authorization
    /// identity `dn:<service identity>`. slapd must allow the gate this (`authzTo`, RFC 4513, section 5.2.1.8). Off, such logins are refused.
    public var proxiesCertificateLogins = false
    /// Where metrics and health are served over HTTP; `nil` is nowhere.
    public var monitoring: Listener.Address?
    /// How long clients that wait for answers may still do so when the gate stops.
    public var stopGrace: Duration = .seconds(5)

    /// - Parameters:
    ///   - listeners: at least one.
    ///   - upstream: where binds and everything else go.
    public init(listeners: [Listener], upstream: Upstream) {
        (self.listeners, self.upstream) = (listeners, upstream)
    }

    /// One way in.
    public struct Listener: Sendable, Hashable {
        /// A TCP address or a Unix socket.
        public enum Address: Sendable, Hashable {
            /// An IP address and a port; port 0 lets the system choose.
            case tcp(host: String, port: Int)
            /// A Unix socket with these permissions. A file left behind by a gate that died is replaced.
            case unix(path: String, mode: UInt32 = 0o660)
        }

        /// How it is protected from the first byte.
        public enum Transport: Sendable, Hashable {
            /// `ldap://` or `ldapi://`; on TCP StartTLS is offered when there is a certificate.
            case plain
            /// `ldaps://`
            case tls
        }

        /// Where it listens.
        public var address: Address
        /// How it is protected.
        public var transport: Transport

        /// Describes a listener.
        public init(_ address: Address, _ transport: Transport = .plain) {
            (self.address, self.transport) = (address, transport)
        }
    }

    /// The gate's certificate, as PEM files. TLS 1.2 is the least that is spoken.
    public struct TLS: Sendable, Hashable {
        /// Whether clients show certificates of their own.
        public enum ClientCertificates: Sendable, Hashable {
            /// They are not asked.
            case none
            /// A client may show one; one that this file's authorities have not signed ends the handshake.
            case optional(authorityFile: String)
            /// Every client must show one.
            case required(authorityFile: String)
        }

        /// The certificate and those between it and the authority, in this order.
        public var certificateFile: String
        /// Its private key.
        public var keyFile: String
        /// Client certificates.
        public var clientCertificates: ClientCertificates

        /// Describes a certificate.
        public init(certificateFile: String, keyFile: String, clientCertificates: ClientCertificates = .none) {
            (self.certificateFile, self.keyFile) = (certificateFile, keyFile)
            self.clientCertificates = clientCertificates
        }
    }

    /// Where slapd listens for the gate.
    public enum Upstream: Sendable, Hashable {
        /// `ldapi://`
        case unix(path: String)
        /// `ldap://`, for loopback.
        case tcp(host: String, port: Int)
        /// `ldaps://`, the server's certificate verified against the authorities of this file (the system's when `nil`), the
        /// gate's own certificate shown when it has one.
        case tls(host: String, port: Int, authorityFile: String?)
    }
}
