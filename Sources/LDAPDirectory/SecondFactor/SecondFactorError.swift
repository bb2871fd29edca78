/// Why something about an account's second factor was not done. Whatever it is, nothing was changed by halves.
public struct SecondFactorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds a caller treats differently; more may come.
    public struct Code: Hashable, Sendable, RawRepresentable {
        /// The kind's name, for programs.
        public let rawValue: String

        /// Names a kind.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// No account, or several, have the address.
        public static let noSuchAccount = Code(rawValue: "noSuchAccount")
        /// The account cannot log in, so nothing can be set up for it.
        public static let accountNotActive = Code(rawValue: "accountNotActive")
        /// A second factor is active, and replacing it was not asked for.
        public static let alreadyActive = Code(rawValue: "alreadyActive")
        /// It needs an active second factor.
        public static let notActive = Code(rawValue: "notActive")
        /// No enrolment is under way.
        public static let nothingPending = Code(rawValue: "nothingPending")
        /// The enrolment began too long ago.
        public static let enrolmentExpired = Code(rawValue: "enrolmentExpired")
        /// Somebody else changed the same thing at the same time.
        public static let conflict = Code(rawValue: "conflict")
        /// The account has as many app passwords as it may have.
        public static let tooManyAppPasswords = Code(rawValue: "tooManyAppPasswords")
        /// There is no app password of this id.
        public static let noSuchAppPassword = Code(rawValue: "noSuchAppPassword")
        /// A value is not one that this platform wrote for this entry.
        public static let notTrustworthy = Code(rawValue: "notTrustworthy")
        /// A request to take the second factor away is open already.
        public static let requestOpen = Code(rawValue: "requestOpen")
        /// No request is open.
        public static let noRequest = Code(rawValue: "noRequest")
        /// The request came too long ago.
        public static let requestExpired = Code(rawValue: "requestExpired")
        /// The person may not decide or ask here.
        public static let notAllowed = Code(rawValue: "notAllowed")
        /// There is nothing to take away.
        public static let nothingThere = Code(rawValue: "nothingThere")
    }

    /// The kind.
    public let code: Code
    /// What is the matter and what to do, fit to be shown; never a secret.
    public let description: String

    /// Puts an error together.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

extension SecondFactorError {
    static func conflict(_ address: some CustomStringConvertible) -> SecondFactorError {
        SecondFactorError(
            .conflict,
            "the second factor of \(address) was changed by somebody else at the same moment; nothing was done: look again"
        )
    }
}
