public import LDAPClient

extension Doctor {
    /// What an installation consists of, as its configuration says.
    public struct Configuration: Sendable {
        /// The directory.
        public var directory: Directory
        /// Dovecot; `nil` when none is configured.
        public var dovecot: Dovecot?
        /// The folder of Postfix' configuration on this host; `nil` when there is none.
        public var postfixFolder: String?
        /// The mail host the worker serves.
        public var mailHost: String
        /// The worker's state file.
        public var statePath: String
        /// The configuration file itself.
        public var file: String?
        /// The second factor; `nil` when none is configured.
        public var secondFactor: SecondFactor?
        /// Files of secrets that are used besides the ones named elsewhere, such as the API's token.
        public var otherSecretFiles: [String] = []

        /// Takes what has no default.
        public init(
            directory: Directory,
            dovecot: Dovecot? = nil,
            postfixFolder: String? = nil,
            mailHost: String,
            statePath: String,
            file: String? = nil
        ) {
            self.directory = directory
            self.dovecot = dovecot
            self.postfixFolder = postfixFolder
            self.mailHost = mailHost
            self.statePath = statePath
            self.file = file
        }
    }

    /// The directory and who to be there.
    public struct Directory: Sendable {
        /// The server the worker follows.
        public var server: LDAPServer
        /// How its certificate is verified.
        public var tls: LDAPTLSConfiguration
        /// The top of the tree.
        public var suffix: DistinguishedName
        /// Who the worker signs in as.
        public var identity: Identity
        /// Where persons sign in.
        public var gate: LDAPServer?
        /// Where slapd's own configuration can be read as root (`ldapi://`); `nil` tries the worker's own server when
        /// that is a socket, then Debian's usual one.
        public var administration: LDAPServer?

        /// Takes what has no default.
        public init(
            server: LDAPServer,
            tls: LDAPTLSConfiguration = LDAPTLSConfiguration(),
            suffix: DistinguishedName,
            identity: Identity,
            gate: LDAPServer? = nil,
            administration: LDAPServer? = nil
        ) {
            self.server = server
            self.tls = tls
            self.suffix = suffix
            self.identity = identity
            self.gate = gate
            self.administration = administration
        }
    }

    /// How the worker proves who it is.
    public enum Identity: Sendable {
        /// A DN, and the file of its password.
        case password(DistinguishedName, file: String)
        /// SASL EXTERNAL.
        case external
    }

    /// The second factor as the operator's commands write it.
    public struct SecondFactor: Sendable {
        /// The key ring's file.
        public var keyRing: String
        /// The one server that takes all writes.
        public var provider: LDAPServer
        /// Who writes.
        public var bindDN: DistinguishedName
        /// The file of that password.
        public var passwordFile: String

        /// Names all of it.
        public init(keyRing: String, provider: LDAPServer, bindDN: DistinguishedName, passwordFile: String) {
            self.keyRing = keyRing
            self.provider = provider
            self.bindDN = bindDN
            self.passwordFile = passwordFile
        }
    }

    /// Dovecot as the worker uses it.
    public struct Dovecot: Sendable {
        /// The doveadm HTTP API, such as `http://127.0.0.1:8080/doveadm/v1`.
        public var endpoint: String
        /// The file of its key.
        public var keyFile: String
        /// The folder of live homes.
        public var mailRoot: String
        /// The folder of archives.
        public var archiveRoot: String
        /// Dovecot's `dovecot.conf` on this host; `nil` for the usual one.
        public var configurationFile: String?

        /// Takes what has no default.
        public init(
            endpoint: String,
            keyFile: String,
            mailRoot: String,
            archiveRoot: String,
            configurationFile: String? = nil
        ) {
            self.endpoint = endpoint
            self.keyFile = keyFile
            self.mailRoot = mailRoot
            self.archiveRoot = archiveRoot
            self.configurationFile = configurationFile
        }
    }
}
