public import Foundation

/// What a local stack consists of.
public struct LocalStackOptions: Sendable {
    /// The servers to start; slapd always is.
    public enum Servers: Sendable {
        /// slapd alone.
        case directory
        /// slapd and Dovecot.
        case mailboxes
        /// slapd, Dovecot and Postfix (needs root).
        case everything
    }

    /// Which servers.
    public var servers: Servers
    /// What slapd holds.
    public var slapd: SlapdOptions
    /// Where everything goes; `nil` is a temporary folder that is removed at the end.
    public var folder: URL?
    /// Where `LDIF/` and `Config/` are; `nil` looks for them.
    public var share: ShareFolder?
    /// The name of this mail host, as accounts carry it in `mailHost`.
    public var mailHost = "narada.mail.go.id"
    /// The login gate in front of slapd, on which Dovecot then tries passwords.
    public var gate: GateOptions?
    /// Another address for Dovecot to try passwords on, such as a gate that runs elsewhere. Without one it is the stack's
    /// own gate, and without that slapd's gate listener.
    public var gateURI: String?

    /// What Dovecot offers besides (`Config/dovecot/optional`).
    public var dovecotAdditions: Set<DovecotServer.Addition> = []

    /// Everything on the base tree, in a temporary folder.
    public init(servers: Servers = .everything, slapd: SlapdOptions = SlapdOptions()) {
        self.servers = servers
        self.slapd = slapd
    }
}
