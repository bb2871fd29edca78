/// The programs that sign in to the directory by themselves: `cn=<name>,ou=system,<suffix>`.
public enum ServiceIdentity: String, CaseIterable, Sendable {
    /// Follows the directory.
    case worker
    /// Checks second factors.
    case gate
    /// Web pages.
    case portal
    /// Dovecot's look-ups.
    case dovecot
    /// Postfix' look-ups.
    case postfix
}
