internal import Foundation
internal import LDAPClient
internal import Logging
internal import MailStores
internal import ProcessSurroundings
internal import SyncEngine
internal import WebPortal

/// What `pamong.yaml` and its overrides say, in real types. `Config/pamong.yaml` explains each value.
struct PamongConfiguration: Sendable {
    /// The file it was read from.
    var file: String
    /// The directory and who to be there.
    var directory: Directory
    /// Where the worker's state is.
    var statePath: String
    /// Dovecot; `nil` when the file says nothing of it, which is enough for shadow mode and for reports.
    var mailStore: DovecotMailStore.Configuration?
    /// How to work, the mail host included.
    var policy: SyncPolicy
    /// How often everything is compared.
    var auditInterval: Duration
    /// Where the worker's API listens.
    var api: API
    /// Where metrics are served besides the API: `host:port`, loopback.
    var metrics: ListenAddress?
    /// The second factor, for `pamong totp`.
    var secondFactor: SecondFactor
    /// Where MX records are looked up and what they have to say, for `pamong tenant`.
    var dns: DNS
    /// The web pages.
    var portal: Portal
    /// What is logged, and how.
    var log: Log
    /// The zone of dates in reports.
    var timeZone: TimeZone

    /// How to reach the directory.
    struct Directory: Sendable {
        /// The server to follow.
        var server: LDAPServer
        /// Where persons sign in: the gate, or slapd's own listener for it.
        var gate: LDAPServer?
        /// The tree.
        var suffix: DistinguishedName
        /// How TLS is verified.
        var tls: LDAPTLSConfiguration
        /// Who to be.
        var identity: Identity
    }

    /// How the worker proves who it is.
    enum Identity: Sendable, Equatable {
        /// A DN and the file of its password.
        case password(DistinguishedName, file: String)
        /// SASL EXTERNAL: the system user over ldapi, or a client certificate.
        case external
    }

    /// Where the API listens.
    struct API: Sendable, Equatable {
        /// A Unix socket …
        var socket: String?
        /// … or a loopback address …
        var listen: ListenAddress?
        /// … with a token.
        var tokenFile: String?
    }

    /// A host and a port to listen on.
    struct ListenAddress: Sendable, Equatable {
        var host: String
        var port: Int
    }

    /// Where the second factor's key ring is and who writes second factors.
    struct SecondFactor: Sendable, Equatable {
        /// The key ring file.
        var keyRing: String?
        /// Who writes second factors; `cn=portal` of the system identities unless the file says otherwise.
        var bindDN: DistinguishedName
        /// The file of that identity's password.
        var passwordFile: String?
        /// The one server that takes the writes; the directory itself unless the file says otherwise.
        var provider: LDAPServer
        /// What stands before the service's name in authenticator apps.
        var issuer: String?
        /// Where the gate logs its verdicts.
        var gateLog: String?
        /// How long a request to take a second factor away stays open.
        var resetLifetime: Duration
    }

    /// How `pamong portal` serves people.
    struct Portal: Sendable, Equatable {
        /// The address to listen on, and its port.
        var listen: ListenAddress
        /// PEM files, for TLS without a proxy.
        var certificateFile: String?
        var keyFile: String?
        /// Addresses of proxies that are believed whom they speak for.
        var trustedProxies: Set<String>
        /// Plain HTTP on loopback without a proxy, for development.
        var isInsecure: Bool
        /// The gate; `directory.gateUri` unless the file says otherwise.
        var gate: LDAPServer?
        /// Sockets of the workers' APIs; this file's own `api` unless it says otherwise.
        var workers: [String]
        /// cracklib's dictionary, without the ends of its files' names; Debian's unless the file says otherwise.
        var passwordDictionary: String?
        /// Whom to ask for help.
        var helpDesk: String
        /// When a session ends that is not used, and when it ends whatever happens.
        var idleLimit: Duration
        var sessionLifetime: Duration
        /// How often people may try, and programs may ask.
        var limits: PortalConfiguration.Limits
        var apiRateLimit: PortalConfiguration.APIRateLimit
        /// Where administrators' uploads are kept, and how long; without a folder there are none.
        var uploadFolder: String?
        var uploadRetention: Duration
    }

    /// Logging.
    struct Log: Sendable, Equatable {
        var level: Logger.Level
        var format: LogFormat
    }
}

extension PamongConfiguration.ListenAddress {
    /// Reads `127.0.0.1:9154`, `[::1]:9154` or `localhost:9154`. Only loopback: what is served is not for the network.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else { return nil }
        let host = text[..<colon].trimmingCharacters(in: ["[", "]"])
        guard (1...65535).contains(port), host == "localhost" || host == "::1" || host.hasPrefix("127.") else {
            return nil
        }
        self.init(host: host, port: port)
    }
}
