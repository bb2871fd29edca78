internal import ConfigurationFiles
internal import Foundation
internal import LDAPClient
internal import Logging
internal import LoginGate
internal import ProcessSurroundings

extension GateSettings {
    /// Reads a file and the environment above it. Throws ``ConfigurationError`` with all problems at once.
    static func load(
        file path: String,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> GateSettings {
        try await ConfigurationValues<GateKey>.read(file: path, environment: environment) {
            GateSettings(file: path, reading: &$0)
        }
    }

    /// `nil` when something is missing without which there is no value at all; the reason is among the problems.
    private init?(file: String, reading values: inout ConfigurationValues<GateKey>) {
        let tls = TLS(reading: &values)
        let listeners = Listeners(reading: &values, hasCertificate: tls != nil)
        let upstream = Server(.upstreamURI, .upstreamCAFile, reading: &values)
        if values.text(.upstreamURI) == nil { values.refuse(.upstreamURI, "is missing: slapd's gate listener") }
        let provider = Server(.providerURI, .providerCAFile, reading: &values)
        let identity = Identity(reading: &values)
        let suffix = values.name(.suffix, "the top of the tree, such as dc=mail,dc=go,dc=id")
        let keyRing = values.secretFile(.keyRing)
        if values.text(.keyRing) == nil { values.refuse(.keyRing, "is missing: the file of the keys") }
        let policy = Policy(reading: &values)
        let refusalTime = values.duration(.refusalTime, .milliseconds(100))
        let limits = GateConfiguration.Limits(reading: &values)
        let metrics = MetricsAddress(reading: &values)
        let auditLog = values.path(.auditLog)
        let log = Log(level: values.choice(.logLevel, .info), format: values.choice(.logFormat, .logfmt))
        guard let upstream, let identity, let suffix, let keyRing else { return nil }
        self.init(
            file: file,
            listeners: listeners,
            tls: tls,
            upstream: upstream,
            provider: provider ?? upstream,
            identity: identity,
            suffix: suffix,
            keyRing: keyRing,
            policy: policy,
            refusalTime: refusalTime,
            limits: limits,
            metrics: metrics,
            auditLog: auditLog,
            log: log
        )
    }
}

extension GateSettings.Listeners {
    fileprivate init(reading values: inout ConfigurationValues<GateKey>, hasCertificate: Bool) {
        ldap = values.address(.listenLDAP)
        ldaps = values.address(.listenLDAPS)
        ldapi = values.path(.listenLDAPI)
        let keys: [GateKey] = [.listenLDAP, .listenLDAPS, .listenLDAPI]
        if keys.allSatisfy({ values.text($0) == nil }) {
            values.refuse(.listenLDAP, "is missing, and so are listen.ldaps and listen.ldapi; at least one is needed")
        }
        guard !hasCertificate else { return }
        if ldaps != nil { values.refuse(.listenLDAPS, "needs tls.certificateFile and tls.keyFile") }
        if let ldap, !ldap.isLoopback {
            values.refuse(.listenLDAP, "reaches beyond this host: passwords need tls.certificateFile and tls.keyFile")
        }
    }
}

extension GateSettings.TLS {
    fileprivate init?(reading values: inout ConfigurationValues<GateKey>) {
        let certificate = values.path(.tlsCertificateFile)
        let key = values.secretFile(.tlsKeyFile)
        let authorities = values.path(.tlsClientCAFile)
        let clients: GateSettings.ClientCertificates = values.choice(.tlsClientCertificates, .none)
        for (one, other) in [(GateKey.tlsCertificateFile, GateKey.tlsKeyFile), (.tlsKeyFile, .tlsCertificateFile)]
        where values.text(one) == nil && values.text(other) != nil {
            values.refuse(one, "is missing; it belongs to \(other.rawValue)")
        }
        if clients != .none, authorities == nil {
            values.refuse(.tlsClientCAFile, "is missing: tls.clientCertificates is \(clients.rawValue)")
        }
        guard let certificate, let key else { return nil }
        self.init(
            certificateFile: certificate,
            keyFile: key,
            clientCAFile: authorities,
            clientCertificates: clients
        )
    }
}

extension GateSettings.Server {
    /// A server beyond this host is talked to by TLS only: every password goes there.
    fileprivate init?(_ uri: GateKey, _ caFile: GateKey, reading values: inout ConfigurationValues<GateKey>) {
        let allowed = "an ldapi:// or ldaps:// URI, or ldap:// on loopback"
        let caFile = values.path(caFile)
        let address = values.value(uri, nil, allowed: allowed) { text -> LDAPServer?? in
            guard let server = LDAPServer(uri: text) else { return nil }
            if case .plain(let host, _) = server, !GateSettings.Address.isLoopback(host) { return nil }
            return .some(server)
        }
        guard let address else { return nil }
        self.init(address: address, caFile: caFile)
    }
}

extension GateSettings.Identity {
    fileprivate init?(reading values: inout ConfigurationValues<GateKey>) {
        let name = values.name(.identityBindDN, "who the gate is, such as cn=gate,ou=system,dc=mail,dc=go,dc=id")
        let file = values.secretFile(.identityPasswordFile)
        if values.text(.identityPasswordFile) == nil {
            values.refuse(.identityPasswordFile, "is missing: the file of the gate's password")
        }
        guard let name, let file else { return nil }
        self.init(name: name, passwordFile: file)
    }
}

extension GateSettings.Policy {
    fileprivate init(reading values: inout ConfigurationValues<GateKey>) {
        self.init(
            enforcement: values.choice(.enforcement, .enforce),
            acceptsAliases: values.flag(.acceptAliases, false),
            activationURL: values.page(.activationURL, "where people activate a second factor"),
            appPasswordURL: values.page(.appPasswordURL, "where people make app passwords"),
            helpDesk: values.text(.helpDesk)
        )
    }
}

extension GateConfiguration.Limits {
    fileprivate init(reading values: inout ConfigurationValues<GateKey>) {
        self.init()
        connections = values.count(.limitsConnections, connections, in: 1...1_000_000)
        connectionsPerAddress = values.count(.limitsConnectionsPerAddress, connectionsPerAddress, in: 1...1_000_000)
        outstandingOperations = values.count(.limitsOutstandingOperations, outstandingOperations, in: 1...10_000)
        messageBytes = values.count(.limitsMessageBytes, messageBytes, in: 4096...(256 << 20))
        messageBytesBeforeBind = values.count(
            .limitsMessageBytesBeforeBind,
            messageBytesBeforeBind,
            in: 1024...(16 << 20)
        )
        firstMessage = values.duration(.limitsFirstMessage, firstMessage, atLeast: .milliseconds(100))
        message = values.duration(.limitsMessage, message, atLeast: .milliseconds(100))
        handshake = values.duration(.limitsHandshake, handshake, atLeast: .milliseconds(100))
        idle = values.duration(.limitsIdle, idle, atLeast: .seconds(1))
        connect = values.duration(.limitsConnect, connect, atLeast: .milliseconds(10))
        bind = values.duration(.limitsBind, bind, atLeast: .milliseconds(100))
    }
}

extension GateSettings.MetricsAddress {
    fileprivate init?(reading values: inout ConfigurationValues<GateKey>) {
        let allowed = "a loopback address and port such as 127.0.0.1:9156"
        let address = values.value(.metricsListen, nil, allowed: allowed) { text -> GateSettings.Address?? in
            guard let address = GateSettings.Address(text), address.isLoopback else { return nil }
            return .some(address)
        }
        let socket = values.path(.metricsSocket)
        if address != nil, socket != nil {
            values.refuse(.metricsSocket, "and metrics.listen are both set; one of them is allowed")
        }
        if let socket { self = .socket(socket) } else if let address { self = .tcp(address) } else { return nil }
    }
}

extension ConfigurationValues<GateKey> {
    fileprivate mutating func address(_ key: GateKey) -> GateSettings.Address? {
        value(key, nil, allowed: "an address and port such as 127.0.0.1:389 or [::1]:389") {
            GateSettings.Address($0).map(Optional.some)
        }
    }

    fileprivate mutating func name(_ key: GateKey, _ what: String) -> DistinguishedName? {
        if text(key) == nil { refuse(key, "is missing: \(what)") }
        return value(key, nil, allowed: "a distinguished name such as dc=mail,dc=go,dc=id") { text in
            guard let name = try? DistinguishedName(text), !name.isRoot else { return nil }
            return .some(name)
        }
    }

    /// A page that people open by hand.
    fileprivate mutating func page(_ key: GateKey, _ what: String) -> String {
        guard text(key) != nil else { return required(key, what) }
        return value(key, "", allowed: "an https:// or http:// URL") { text in
            guard let url = URL(string: text), url.scheme == "https" || url.scheme == "http", url.host != nil else {
                return nil
            }
            return text
        }
    }
}
