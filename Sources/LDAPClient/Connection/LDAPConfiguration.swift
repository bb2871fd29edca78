/// How to reach a server and who to be there. A plain value: the defaults are safe, whatever is not set stays so.
public struct LDAPConfiguration: Sendable {
    /// The server.
    public var server: LDAPServer
    /// Who to bind as once connected.
    public var authentication: LDAPAuthentication
    /// With whose rights everything is done after the bind, if not one's own (RFC 4370). The server must allow it.
    public var authorization: DistinguishedName?
    /// How to protect the connection when `server` asks for TLS.
    public var tls: LDAPTLSConfiguration
    /// The longest wait for the connection, for TLS, and for a server to take a request.
    public var connectTimeout: Duration
    /// The longest silence in an operation before it is abandoned with `.timeout`; `nil` for none. An operation can
    /// have its own.
    public var operationTimeout: Duration?
    /// How soon a silent connection is probed by TCP, so that a peer that vanished is noticed.
    public var keepalive: LDAPKeepalive

    /// Makes a configuration; only the server has no default.
    public init(
        server: LDAPServer,
        authentication: LDAPAuthentication = .anonymous,
        authorization: DistinguishedName? = nil,
        tls: LDAPTLSConfiguration = LDAPTLSConfiguration(),
        connectTimeout: Duration = .seconds(10),
        operationTimeout: Duration? = .seconds(60),
        keepalive: LDAPKeepalive = LDAPKeepalive()
    ) {
        self.server = server
        self.authentication = authentication
        self.authorization = authorization
        self.tls = tls
        self.connectTimeout = connectTimeout
        self.operationTimeout = operationTimeout
        self.keepalive = keepalive
    }
}

/// How TCP probes a silent connection.
public struct LDAPKeepalive: Hashable, Sendable {
    /// Silence before the first probe; whole seconds.
    public var idle: Duration
    /// Pause between probes; whole seconds.
    public var interval: Duration
    /// Unanswered probes after which the connection counts as lost.
    public var probes: Int

    /// By default a vanished peer is noticed within a minute.
    public init(idle: Duration = .seconds(30), interval: Duration = .seconds(10), probes: Int = 3) {
        self.idle = idle
        self.interval = interval
        self.probes = probes
    }
}

/// What a TLS connection has to prove, and what it shows.
public struct LDAPTLSConfiguration: Hashable, Sendable {
    /// Which authorities may vouch for the server.
    public enum TrustRoots: Hashable, Sendable {
        /// Debian's list, `/etc/ssl/certs/ca-certificates.crt`.
        case system
        /// The certificates in a PEM file.
        case file(String)
    }

    /// A certificate to show to the server, as for SASL EXTERNAL.
    public struct ClientCertificate: Hashable, Sendable {
        /// PEM file of the certificate.
        public var certificateFile: String
        /// PEM file of its key.
        public var keyFile: String

        /// Names both files.
        public init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// Which authorities may vouch for the server.
    public var trustRoots: TrustRoots
    /// A certificate to show, if any.
    public var clientCertificate: ClientCertificate?
    /// Whether the server's certificate and name are checked. Without, anybody in between can read everything.
    public var verifiesServer: Bool

    /// Verifies the server against the system's authorities by default. TLS 1.2 is the least in any case.
    public init(
        trustRoots: TrustRoots = .system,
        clientCertificate: ClientCertificate? = nil,
        verifiesServer: Bool = true
    ) {
        self.trustRoots = trustRoots
        self.clientCertificate = clientCertificate
        self.verifiesServer = verifiesServer
    }
}
