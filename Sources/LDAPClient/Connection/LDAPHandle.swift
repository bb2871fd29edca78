internal import CLDAP
internal import Glibc

/// The one owner of a libldap handle. Not `Sendable`: it lives inside a connection and on its queue.
final class LDAPHandle {
    let pointer: OpaquePointer
    private let handshake: HandshakeDeadline
    private let memory = CMemory()

    /// Prepares a handle with its options; nothing is sent yet.
    init(_ configuration: LDAPConfiguration) throws(LDAPError) {
        Self.ignoreBrokenPipes
        var created: OpaquePointer?
        let status = ldap_initialize(&created, configuration.server.uri)
        guard status == LDAP_SUCCESS, let created else {
            throw LDAPError(LDAPResultCode(rawValue: status), "cannot use \(configuration.server)")
        }
        pointer = created
        handshake = HandshakeDeadline(limit: configuration.connectTimeout)
        try setOptions(configuration)
        if configuration.server.usesTLS { try setTLSOptions(configuration.tls) }
        if case .tls = configuration.server { try limitHandshake() }
    }

    deinit {
        ldap_unbind_ext(pointer, nil, nil)
    }

    /// Connects, and makes `ldaps` connections secure; waits up to the connect time-out.
    func connect() throws(LDAPError) {
        let status = ldap_connect(pointer)
        try finishHandshake(status, "cannot connect, or the server's certificate was refused")
    }

    /// Makes a connected handle secure, once the server has agreed to it.
    func installTLS() throws(LDAPError) {
        waitWithoutLimit()
        if let descriptor { handshake.start(descriptor) }
        let status = ldap_install_tls(pointer)
        try finishHandshake(status, "the TLS handshake failed, or the server's certificate was refused")
    }

    private func finishHandshake(_ status: Int32, _ fallback: String) throws(LDAPError) {
        let isExpired = handshake.stop()
        guard !isExpired else { throw LDAPError(.timeout, "no end of the TLS handshake in time") }
        try check(status, fallback)
    }

    /// The socket; `nil` when there is none.
    var descriptor: Int32? {
        var descriptor: Int32 = -1
        guard ldap_get_option(pointer, LDAP_OPT_DESC, &descriptor) == LDAP_OPT_SUCCESS else { return nil }
        return descriptor >= 0 ? descriptor : nil
    }

    /// Keeps a peer that stalls in the middle of a message or of a TLS record from holding the queue: libldap takes
    /// a read that gives up as "more to come", and a write that gives up is an error (see `send`).
    func limitSocketWaits(write: Duration) {
        guard let descriptor else { return }
        var read = timeval(.milliseconds(100))
        var write = timeval(write)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &read, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &write, size)
    }

    /// Calls libldap to send a request. Throws what libldap says, and `.timeout` when the server does not take the
    /// request: libldap then keeps it half sent, and the connection cannot be used any more.
    func send(_ request: (OpaquePointer) throws -> Int32) throws {
        var none: Int32 = 0
        ldap_set_option(pointer, LDAP_OPT_RESULT_CODE, &none)
        let status = try request(pointer)
        let isAccepted = status == LDAP_SUCCESS || status == LDAP_SASL_BIND_IN_PROGRESS
        guard !isAccepted || lastError().code == .busy else { return }
        throw isAccepted ? LDAPError(.timeout, "the server does not take the request") : error(status)
    }

    /// What libldap says about its last failure on this handle.
    func lastError(_ fallback: String = "") -> LDAPError {
        var code: Int32 = LDAP_LOCAL_ERROR
        ldap_get_option(pointer, LDAP_OPT_RESULT_CODE, &code)
        return error(code, fallback)
    }

    /// The error for a status that libldap just returned, with its diagnostic message if it has one.
    func error(_ status: Int32, _ fallback: String = "") -> LDAPError {
        var message: UnsafeMutablePointer<CChar>?
        ldap_get_option(pointer, LDAP_OPT_DIAGNOSTIC_MESSAGE, &message)
        defer { ldap_memfree(message) }
        let said = message.map { String(cString: $0) } ?? ""
        // GnuTLS has no words for a certificate that libldap itself turned down, for its name for example.
        let saysNothing = said.isEmpty || said == "(unknown error code)"
        return LDAPError(LDAPResultCode(rawValue: status), saysNothing ? fallback : said)
    }

    func check(_ status: Int32, _ fallback: String = "") throws(LDAPError) {
        guard status == LDAP_SUCCESS else { throw error(status, fallback) }
    }
}

extension LDAPHandle {
    /// Has libldap tell when TCP is connected and the handshake of an `ldaps` connection begins.
    private func limitHandshake() throws(LDAPError) {
        let callback = memory.pointer(
            ldap_conncb(
                lc_add: { handle, socketBuffer, _, _, callback in
                    guard let handle, let socketBuffer, let context = callback?.pointee.lc_arg else { return -1 }
                    var descriptor: Int32 = -1
                    ber_sockbuf_ctrl(socketBuffer, LBER_SB_OPT_GET_FD, &descriptor)
                    Unmanaged<HandshakeDeadline>.fromOpaque(context).takeUnretainedValue().start(descriptor)
                    LDAPHandle.waitWithoutLimit(handle)
                    return 0
                },
                lc_del: { _, _, _ in },
                lc_arg: Unmanaged.passUnretained(handshake).toOpaque()
            )
        )
        try check(ldap_set_option(pointer, LDAP_OPT_CONNECT_CB, callback))
    }

    private func waitWithoutLimit() { Self.waitWithoutLimit(pointer) }

    /// Takes back the network time-out, which would make the handshake a busy loop.
    private static func waitWithoutLimit(_ handle: OpaquePointer) {
        var never = timeval(tv_sec: -1, tv_usec: 0)
        ldap_set_option(handle, LDAP_OPT_NETWORK_TIMEOUT, &never)
    }

    private func setOptions(_ configuration: LDAPConfiguration) throws(LDAPError) {
        try check(cldap_set_integer(pointer, LDAP_OPT_PROTOCOL_VERSION, LDAP_VERSION3))
        // Referrals are the caller's to follow: libldap would do so anonymously, and wait for it.
        try check(cldap_set_flag(pointer, LDAP_OPT_REFERRALS, 0))
        try check(cldap_set_integer(pointer, LDAP_OPT_DEREF, LDAP_DEREF_NEVER))
        // Names for SASL come from the configuration, not from a reverse look-up of the server's address.
        try check(cldap_set_flag(pointer, LDAP_OPT_X_SASL_NOCANON, 1))
        var timeout = timeval(configuration.connectTimeout)
        try check(ldap_set_option(pointer, LDAP_OPT_NETWORK_TIMEOUT, &timeout))
        let keepalive = configuration.keepalive
        try check(cldap_set_integer(pointer, LDAP_OPT_X_KEEPALIVE_IDLE, keepalive.idle.wholeSeconds))
        try check(cldap_set_integer(pointer, LDAP_OPT_X_KEEPALIVE_INTERVAL, keepalive.interval.wholeSeconds))
        try check(cldap_set_integer(pointer, LDAP_OPT_X_KEEPALIVE_PROBES, Int32(clamping: keepalive.probes)))
    }

    private func setTLSOptions(_ tls: LDAPTLSConfiguration) throws(LDAPError) {
        try check(cldap_set_text(pointer, LDAP_OPT_X_TLS_CACERTFILE, tls.trustRoots.path))
        if let certificate = tls.clientCertificate {
            try check(cldap_set_text(pointer, LDAP_OPT_X_TLS_CERTFILE, certificate.certificateFile))
            try check(cldap_set_text(pointer, LDAP_OPT_X_TLS_KEYFILE, certificate.keyFile))
        }
        let demand = tls.verifiesServer ? LDAP_OPT_X_TLS_DEMAND : LDAP_OPT_X_TLS_NEVER
        try check(cldap_set_integer(pointer, LDAP_OPT_X_TLS_REQUIRE_CERT, demand))
        try check(cldap_set_integer(pointer, LDAP_OPT_X_TLS_PROTOCOL_MIN, (3 << 8) + 3))
        // Without a context of its own the handle would share the process-wide one and its options.
        try check(cldap_set_integer(pointer, LDAP_OPT_X_TLS_NEWCTX, 0), "the TLS files cannot be used")
    }

    /// A peer that closes while libldap writes must be an error, not the end of the process. A program that chose
    /// its own way of handling the signal keeps it.
    private static let ignoreBrokenPipes: Void = {
        var current = sigaction()
        sigaction(SIGPIPE, nil, &current)
        if current.__sigaction_handler.sa_handler == nil { signal(SIGPIPE, SIG_IGN) }
    }()
}

extension LDAPTLSConfiguration.TrustRoots {
    fileprivate var path: String {
        switch self {
        case .system: "/etc/ssl/certs/ca-certificates.crt"
        case .file(let path): path
        }
    }
}

extension LDAPServer {
    fileprivate var usesTLS: Bool {
        switch self {
        case .startTLS, .tls: true
        case .plain, .socket: false
        }
    }
}

extension Duration {
    fileprivate var wholeSeconds: Int32 { Int32(clamping: max(1, components.seconds)) }

    /// In nanoseconds, never negative.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(clamping: seconds) &* 1_000_000_000 &+ UInt64(clamping: attoseconds / 1_000_000_000)
    }
}

extension timeval {
    init(_ duration: Duration) {
        self.init(
            tv_sec: Int(duration.components.seconds),
            tv_usec: Int(duration.components.attoseconds / 1_000_000_000_000)
        )
    }
}
