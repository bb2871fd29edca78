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

    /// Mail programs cannot ask for a code: these protocols take an app password or a session ticket.
    public var isMailProgram: Bool {
        switch self {
        case .imap, .pop3, .smtp, .submission, .sieve: true
        case .web, .directory, .activation: false
        }
    }
}
