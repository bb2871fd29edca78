/// Why the gate let a login in, refused it or put it off. The client is told much less.
public enum VerdictReason: String, Codable, Sendable, Hashable, CaseIterable {
    // Let in.
    /// A program below `ou=system`; slapd took its password.
    case serviceIdentity
    /// The second factor is not due yet.
    case notDue
    /// The second factor is due, but the account is new.
    case newcomer
    /// The account needs no second factor, and somebody answers for that.
    case exempt
    /// Overdue, and let in because the gate only observes.
    case observed
    /// Password and code.
    case code
    /// An app password.
    case appPassword
    /// A session ticket of webmail.
    case sessionTicket
    /// The password of somebody who has no second factor yet, for setting one up.
    case activation
    /// Password and recovery code, for the portal, which then uses the code up.
    case recovery

    // Refused.
    /// The name has no form that anybody could log in with.
    case malformedName
    /// Neither TLS nor a Unix socket protects the password, and the gate demands it.
    case unprotected
    /// Nobody has this name.
    case unknownName
    /// Two entries have this address.
    case ambiguousName
    /// The account is not active.
    case notActive
    /// slapd did not take the password.
    case password
    /// The password is right; the second factor is overdue.
    case noSecondFactor
    /// The second factor is active and no code came with the password.
    case codeMissing
    /// The code is wrong.
    case codeWrong
    /// The code was used before.
    case codeUsed
    /// No recovery code of the account's, or none came, or the account has no second factor.
    case recoveryWrong
    /// Too many wrong codes.
    case locked
    /// A mail program came with the main password although the second factor is active.
    case mainPassword
    /// No app password of the account, or one for other protocols, or where none is taken.
    case appPasswordWrong
    /// An app password whose time is over.
    case appPasswordExpired
    /// No ticket of this account's, or where none is taken.
    case ticketWrong
    /// A ticket whose time is over, or that was taken back.
    case ticketExpired
    /// The second factor was active and its secret is gone.
    case tampered

    // Put off.
    /// The sealed secret does not open.
    case sealBroken
    /// The key ring does not fit the directory.
    case keyRing
    /// The services' policies could not be read for too long, or cannot be understood.
    case policies
    /// The directory could not be asked.
    case directoryDown
    /// The server that takes writes could not be asked.
    case writesDown
    /// The directory does not answer in time, or too much waits for it.
    case directorySlow
}
