internal import ConfigurationFiles

/// Every key of `pamong-gate.yaml`. `Config/pamong-gate.yaml` explains each.
enum GateKey: String, ConfigurationKeys {
    case listenLDAP = "listen.ldap"
    case listenLDAPS = "listen.ldaps"
    case listenLDAPI = "listen.ldapi"
    case tlsCertificateFile = "tls.certificateFile"
    case tlsKeyFile = "tls.keyFile"
    case tlsClientCAFile = "tls.clientCaFile"
    case tlsClientCertificates = "tls.clientCertificates"
    case upstreamURI = "upstream.uri"
    case upstreamCAFile = "upstream.caFile"
    case providerURI = "provider.uri"
    case providerCAFile = "provider.caFile"
    case identityBindDN = "identity.bindDN"
    case identityPasswordFile = "identity.passwordFile"
    case suffix
    case keyRing
    case enforcement
    case acceptAliases
    case activationURL = "activationUrl"
    case appPasswordURL = "appPasswordUrl"
    case helpDesk
    case refusalTime
    case limitsConnections = "limits.connections"
    case limitsConnectionsPerAddress = "limits.connectionsPerAddress"
    case limitsOutstandingOperations = "limits.outstandingOperations"
    case limitsMessageBytes = "limits.messageBytes"
    case limitsMessageBytesBeforeBind = "limits.messageBytesBeforeBind"
    case limitsFirstMessage = "limits.firstMessage"
    case limitsMessage = "limits.message"
    case limitsHandshake = "limits.handshake"
    case limitsBind = "limits.bind"
    case limitsIdle = "limits.idle"
    case limitsConnect = "limits.connect"
    case metricsListen = "metrics.listen"
    case metricsSocket = "metrics.socket"
    case auditLog
    case logLevel = "log.level"
    case logFormat = "log.format"

    static let environmentPrefix = "pamong.gate"
}
