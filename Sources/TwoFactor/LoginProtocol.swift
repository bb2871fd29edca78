/// What somebody logs in for: the name in the middle of `mail=<address>,cn=<protocol>,cn=login`.
public enum LoginProtocol: String, Sendable, Hashable, Codable, CaseIterable {
    /// Reading mail.
    case imap
    /// Fetching mail.
    case pop3
    /// Sending mail through Postfix.
    case smtp
    /// Sending mail through Dovecot.
    case submission
    /// Mail filters.
    case sieve
    /// The portal and webmail's sign-in page.
    case web
    /// The directory itself, by an entry's own DN.
    case directory
    /// Setting up a second factor where there is none: the password alone is looked at, deadline or not, and nothing but
    /// Who Am I works after it. The portal asks so before it lets somebody enrol.
    case activation
    /// Signing in to the portal with the password and a recovery code behind it, when the authenticator is lost. Nothing but
    /// Who Am I works after it; the portal, which asks so, uses the code up before it lets anybody in.
    case recovery

    /// Mail programs cannot ask for a code: these protocols take an app password or a session ticket.
    public var isMailProgram: Bool {
        switch self {
        case .imap, .pop3, .smtp, .submission, .sieve: true
        case .web, .directory, .activation, .recovery: false
        }
    }

    /// Whether such a login only proves something to whoever asks for it: nothing but Who Am I and unbind is answered
    /// after it.
    public var isProofOnly: Bool { self == .activation || self == .recovery }
}
