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
    /// The gate's log of verdicts, which shows people their last sign-ins; `nil` where it cannot be read.
    public var gateLog: String?
    /// Whom to ask for help, as it stands on the pages.
    public var helpDesk: String
    /// The mail host of accounts that are made on the pages; `nil` leaves it to whoever makes them.
    public var mailHost: String?
    /// How long a request to take a second factor away can be approved.
    public var resetLifetime: Duration = .seconds(86_400)
    /// What stands before the service's name in authenticator apps.
    public var issuer: String?
    /// A session ends after so long without a request.
    public var idleLimit: Duration = .seconds(15 * 60)
    /// A session ends after so long whatever happens.
    public var lifetime: Duration = .seconds(8 * 3600)
    /// How often anybody may try.
    public var limits = Limits()
    /// How often programs may ask.
    public var apiRateLimit = APIRateLimit()
    /// Where administrators' uploads are kept; without it there are none.
    public var uploads: Uploads?
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
        /// The time they are counted over.
        public var window: Duration = .seconds(10 * 60)
        /// The least time an answer takes that must not tell whether an account exists.
        public var leastAnswerTime: Duration = .milliseconds(400)

        /// The defaults.
        public init() {}
    }

    /// How many requests of programs are answered in a minute; as many at once after a minute of none.
    public struct APIRateLimit: Sendable, Hashable {
        /// Of one program.
        public var perClient = 6_000
        /// From one network address, whatever they ask for, before their token is looked at.
        public var perAddress = 12_000

        /// The defaults.
        public init() {}
    }

    /// Where uploads of accounts are kept, for how long, and how many at a time.
    public struct Uploads: Sendable, Hashable {
        /// The folder, for the portal's user alone. The one above it must be there.
        public var folder: String
        /// How long a file and its results are kept.
        public var retention: Duration = .seconds(7 * 86_400)
        /// The largest file, in bytes.
        public var greatestFile = 64 << 20
        /// How many bytes of files are planned or written at a time; what is over it waits. Memory goes with it.
        public var room = 64 << 20
        /// How many bytes of files are kept before no more are taken.
        public var roomOnDisk = 2 << 30

        /// Names the folder.
        public init(folder: String) { self.folder = folder }
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
