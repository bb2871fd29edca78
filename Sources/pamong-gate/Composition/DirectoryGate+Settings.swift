internal import ConfigurationFiles
internal import LDAPClient
internal import LoginGate
internal import TwoFactor

extension DirectoryGate.Configuration {
    /// Puts together what the settings say, the gate's password read from its file.
    init(_ settings: GateSettings) throws {
        self.init(
            relay: GateConfiguration(settings),
            suffix: settings.suffix,
            identity: settings.identity.name,
            password: try SecretFile.read(settings.identity.passwordFile) { SecretBytes($0) },
            activationURL: settings.policy.activationURL,
            appPasswordURL: settings.policy.appPasswordURL
        )
        provider = GateConfiguration.Upstream(settings.provider)
        helpDesk = settings.policy.helpDesk ?? ""
        isEnforced = settings.policy.enforcement == .enforce
        acceptsAliases = settings.policy.acceptsAliases
        auditLog = settings.auditLog
    }
}

extension GateConfiguration {
    fileprivate init(_ settings: GateSettings) {
        self.init(listeners: settings.listeners.all, upstream: Upstream(settings.upstream))
        tls = settings.tls.map(TLS.init)
        limits = settings.limits
        wrongPasswordDelay = settings.refusalTime
        switch settings.metrics {
        case .tcp(let address): monitoring = .tcp(host: address.host, port: address.port)
        // Metrics hold no secret; who may read them is the folder's affair.
        case .socket(let path): monitoring = .unix(path: path, mode: 0o666)
        case nil: monitoring = nil
        }
    }
}

extension GateSettings.Listeners {
    /// All of them, as the gate opens them. Whoever may reach the Unix socket's folder may try to log in.
    fileprivate var all: [GateConfiguration.Listener] {
        var all: [GateConfiguration.Listener] = []
        if let ldap { all.append(.init(.tcp(host: ldap.host, port: ldap.port))) }
        if let ldaps { all.append(.init(.tcp(host: ldaps.host, port: ldaps.port), .tls)) }
        if let ldapi { all.append(.init(.unix(path: ldapi, mode: 0o666))) }
        return all
    }
}

extension GateConfiguration.TLS {
    fileprivate init(_ tls: GateSettings.TLS) {
        let clients: ClientCertificates =
            switch (tls.clientCertificates, tls.clientCAFile) {
            case (.optional, let file?): .optional(authorityFile: file)
            case (.required, let file?): .required(authorityFile: file)
            default: .none
            }
        self.init(certificateFile: tls.certificateFile, keyFile: tls.keyFile, clientCertificates: clients)
    }
}

extension GateConfiguration.Upstream {
    /// The settings allow nothing else.
    fileprivate init(_ server: GateSettings.Server) {
        switch server.address {
        case .socket(let path): self = .unix(path: path)
        case .plain(let host, let port): self = .tcp(host: host, port: port)
        case .tls(let host, let port), .startTLS(let host, let port):
            self = .tls(host: host, port: port, authorityFile: server.caFile)
        }
    }
}
