internal import TwoFactor

/// What came in the password field, by its form alone.
enum PresentedCredential: Sendable {
    /// What webmail hands on; never passed on as a password.
    case sessionTicket
    /// Has the form of an app password; never passed on as a password either.
    case appPassword(AppPassword)
    /// Anything else: the main password, with a code or a recovery code at its end or without.
    case password

    /// Where a recovery code is expected, a password of eight letters with one behind it has the form of an app password.
    init(_ password: SecretBytes, for purpose: LoginProtocol) {
        if purpose == .recovery {
            self = .password
        } else if SessionTicket.isTicket(password) {
            self = .sessionTicket
        } else if let appPassword = AppPassword(typed: password) {
            self = .appPassword(appPassword)
        } else {
            self = .password
        }
    }

    /// The form without the contents, for deciding.
    enum Kind: Sendable, Hashable, CaseIterable {
        case sessionTicket, appPassword, password
    }

    var kind: Kind {
        switch self {
        case .sessionTicket: .sessionTicket
        case .appPassword: .appPassword
        case .password: .password
        }
    }
}
