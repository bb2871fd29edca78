public import DirectoryModel

/// What an account and its authenticator share, and how codes come from it.
public struct TOTPSecret: Sendable {
    /// How codes are made.
    public let parameters: TOTPParameters
    /// The shared key.
    public let key: SecretBytes
    /// Counts the secrets of one account, from 1: a sealed value that was put back from a backup shows by it.
    public let generation: UInt32
    /// When it was made, while it is pending; when it was activated, from then on. Whole seconds.
    public let enrolledAt: Timestamp

    /// Bytes a key may have: at least 128 bits (RFC 4226, section 4, R6), at most what the sealed form has room for.
    public static let keyLengths = 16...79

    /// Takes an existing secret. Throws `invalidArgument` for a key that is too short or too long, or a time out of range.
    public init(
        key: SecretBytes,
        parameters: TOTPParameters = .issued,
        generation: UInt32,
        enrolledAt: Timestamp
    ) throws(TwoFactorError) {
        guard Self.keyLengths.contains(key.count) else {
            throw TwoFactorError(.invalidArgument, "a TOTP key has \(Self.keyLengths) bytes, not \(key.count)")
        }
        guard let enrolledAt = Timestamp(unixSeconds: enrolledAt.unixSeconds) else {
            throw TwoFactorError(.invalidArgument, "the time of enrolment lies outside the years 1970 to 9999")
        }
        self.key = key
        self.parameters = parameters
        self.generation = generation
        self.enrolledAt = enrolledAt
    }

    /// Makes a new one of 20 random bytes, for an enrolment that begins now.
    ///
    /// - Parameter generation: one more than that of the secret it is to replace, or 1.
    public static func fresh(generation: UInt32 = 1, now: Timestamp) throws(TwoFactorError) -> TOTPSecret {
        try TOTPSecret(key: .random(count: 20), generation: generation, enrolledAt: now)
    }

    /// The same secret from its activation on, to be sealed as the active one.
    public func activated(at now: Timestamp) throws(TwoFactorError) -> TOTPSecret {
        try TOTPSecret(key: key, parameters: parameters, generation: generation, enrolledAt: now)
    }

    /// How long an enrolment may take.
    public static let pendingLifetime: Duration = .seconds(15 * 60)

    /// Whether an enrolment that began with this secret can no longer be completed.
    public func isPendingOver(at now: Timestamp) -> Bool {
        now >= enrolledAt + Self.pendingLifetime
    }

    /// The code of a time step; throws `invalidArgument` for a step before 1970.
    public func code(step: Int64) throws(TwoFactorError) -> OneTimeCode {
        guard let counter = UInt64(exactly: step) else {
            throw TwoFactorError(.invalidArgument, "there is no code for a time before 1970")
        }
        let digits = try HOTP.code(
            key: key,
            counter: counter,
            digits: parameters.digits,
            algorithm: parameters.algorithm
        )
        return OneTimeCode(digits: digits)
    }

    /// Whether a step's code is this one, compared in constant time.
    func matches(_ code: OneTimeCode, step: Int64) throws(TwoFactorError) -> Bool {
        try code.digits == self.code(step: step).digits
    }
}
