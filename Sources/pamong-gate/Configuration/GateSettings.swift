internal import LDAPClient
internal import Logging
internal import LoginGate
internal import ProcessSurroundings

/// What `pamong-gate.yaml` and its overrides say, in real types. `Config/pamong-gate.yaml` explains each value.
struct GateSettings: Sendable, Equatable {
    /// The file it was read from.
    var file: String
    /// Where clients come in.
    var listeners: Listeners
    /// The gate's certificate; `nil` without TLS.
    var tls: TLS?
    /// slapd's gate listener.
    var upstream: Server
    /// Where used codes and failures are written.
    var provider: Server
    /// Who the gate is in the directory.
    var identity: Identity
    /// Top of the tree.
    var suffix: DistinguishedName
    /// The file of the keys that second factors are sealed with.
    var keyRing: String
    /// What is asked for.
    var policy: Policy
    /// When a wrong password is answered.
    var refusalTime: Duration
    /// What clients may take.
    var limits: GateConfiguration.Limits
    /// Where metrics are served.
    var metrics: MetricsAddress?
    /// Where decisions are recorded.
    var auditLog: String?
    /// What is logged, and how.
    var log: Log

    /// Where clients come in; at least one of the three.
    struct Listeners: Sendable, Equatable {
        var ldap: Address?
        var ldaps: Address?
        /// A Unix socket's path.
        var ldapi: String?
    }

    /// A host, by number or name, and a port.
    struct Address: Sendable, Equatable {
        var host: String
        var port: Int
    }

    /// Files in PEM.
    struct TLS: Sendable, Equatable {
        var certificateFile: String
        var keyFile: String
        var clientCAFile: String?
        var clientCertificates: ClientCertificates
    }

    /// Whether clients have to show a certificate.
    enum ClientCertificates: String, CaseIterable, Sendable {
        case none, optional, required
    }

    /// A directory server.
    struct Server: Sendable, Equatable {
        var address: LDAPServer
        /// Authorities that may vouch for it; `nil` is the system's.
        var caFile: String?
    }

    /// A DN and the file of its password.
    struct Identity: Sendable, Equatable {
        var name: DistinguishedName
        var passwordFile: String
    }

    /// Whether a missing second factor refuses.
    enum Enforcement: String, CaseIterable, Sendable {
        case enforce, observe
    }

    /// What is asked for, and what a refusal says.
    struct Policy: Sendable, Equatable {
        var enforcement: Enforcement
        var acceptsAliases: Bool
        var activationURL: String
        var appPasswordURL: String
        var helpDesk: String?
    }

    /// Where metrics are served.
    enum MetricsAddress: Sendable, Equatable {
        /// A loopback address.
        case tcp(Address)
        /// A Unix socket's path.
        case socket(String)
    }

    /// Logging.
    struct Log: Sendable, Equatable {
        var level: Logger.Level
        var format: LogFormat
    }
}

extension GateSettings.Address {
    /// Reads `127.0.0.1:389`, `[::1]:389` or `gate.example.org:389`.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else { return nil }
        var host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = host.dropFirst().dropLast() }
        guard (1...65535).contains(port), !host.isEmpty, isBracketed || !host.contains(":") else { return nil }
        self.init(host: String(host), port: port)
    }

    /// Whether only this host reaches it.
    var isLoopback: Bool { Self.isLoopback(host) }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
