public import Foundation
public import LDAPClient
internal import PasswordQuality
public import TenantOnboarding
public import WorkerAPI

/// How the portal listens, whom it trusts, and what it tells people.
public struct PortalConfiguration: Sendable {
    /// The address to listen on.
    public var host: String
    /// The port to listen on; 0 for any.
    public var port: Int
    /// TLS by the portal itself; `nil` behind a proxy that does it.
    public var certificate: Certificate?
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    public var trustedProxies: Set<String> = []
    /// Plain HTTP on loopback, for development only: the cookie is then neither `Secure` nor prefixed.
    public var isInsecure = false
    /// The directory, as the portal's own service identity, which may act as accounts.
    public var directory: LDAPConfiguration
    /// The tree.
    public var suffix: DistinguishedName
    /// The workers, one of each mail host. All of them count every account, each serves its own mailboxes.
    public var workers: [WorkerAPIClient] = []
    /// Looks at agencies' MX records; `nil` when no resolver is configured.
    public var mxCheck: MxCheck?
    /// What agencies are told to enter as MX records; the mailbox of a new administrator is on one of them.
    public var mailHosts = MailHostRecord.platform
    /// The gate, where people prove who they are.
    public var gate: LDAPConfiguration
    /// Whom to ask for help, as it stands on the pages.
    public var helpDesk: String
    /// What stands before the service's name in authenticator apps.
    public var issuer: String?
    /// A session ends after so long without a request.
    public var idleLimit: Duration = .seconds(15 * 60)
    /// A session ends after so long whatever happens.
    public var lifetime: Duration = .seconds(8 * 3600)
    /// How often anybody may try.
    public var limits = Limits()
    /// cracklib's dictionary of passwords that are refused.
    public var passwordDictionary = PasswordQuality.usualDictionary
    /// The zone of the dates on the pages.
    public var timeZone: TimeZone

    /// PEM files.
    public struct Certificate: Sendable, Hashable {
        /// The chain, the portal's own certificate first.
        public var chainFile: String
        /// Its key.
        public var keyFile: String

        /// Names the files.
        public init(chainFile: String, keyFile: String) {
            (self.chainFile, self.keyFile) = (chainFile, keyFile)
        }
    }

    /// How many attempts at a secret are taken within ``window``.
    public struct Limits: Sendable, Hashable {
        /// From one network address. Whole offices share one.
        public var perAddress = 300
        /// For one account.
        public var perAccount = 10
        /// Wrong tokens of programs, from one network address.
        public var wrongTokens = 100
        /// Requests of one program.
        public var requestsPerClient = 60_000
        /// The time they are counted over.
        public var window: Duration = .seconds(10 * 60)
        /// The least time an answer takes that must not tell whether an account exists.
        public var leastAnswerTime: Duration = .milliseconds(400)

        /// The defaults.
        public init() {}
    }

    /// What has no default.
    public init(
        host: String,
        port: Int,
        directory: LDAPConfiguration,
        suffix: DistinguishedName,
        gate: LDAPConfiguration,
        helpDesk: String,
        timeZone: TimeZone
    ) {
        (self.host, self.port) = (host, port)
        (self.directory, self.suffix, self.gate) = (directory, suffix, gate)
        (self.helpDesk, self.timeZone) = (helpDesk, timeZone)
    }

    /// `__Host-` binds the cookie to this host, to TLS and to `/` (RFC 6265bis, section 4.1.3.2).
    var cookieName: String { isInsecure ? "pamong" : "__Host-pamong" }
    var languageCookieName: String { isInsecure ? "pamong_bahasa" : "__Host-pamong_bahasa" }
}
