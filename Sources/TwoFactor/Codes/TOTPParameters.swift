public import DirectoryModel

/// How an authenticator makes its codes (RFC 6238, section 4).
public struct TOTPParameters: Sendable, Hashable {
    /// The hash behind the HMAC.
    public let algorithm: OTPAlgorithm
    /// Digits of a code, 6 or 8.
    public let digits: Int
    /// Seconds that a code lasts, 1 to 255.
    public let period: Int

    /// What is issued: other choices are ignored or mishandled by the authenticators of Google and Microsoft.
    public static let issued = TOTPParameters(unchecked: .sha1, digits: 6, period: 30)

    /// `nil` for digits or a period that no sealed value can hold.
    public init?(algorithm: OTPAlgorithm, digits: Int, period: Int) {
        guard digits == 6 || digits == 8, (1...255).contains(period) else { return nil }
        self.init(unchecked: algorithm, digits: digits, period: period)
    }

    private init(unchecked algorithm: OTPAlgorithm, digits: Int, period: Int) {
        self.algorithm = algorithm
        self.digits = digits
        self.period = period
    }

    /// The time step (`T` of RFC 6238) that a moment lies in; negative before 1970.
    public func step(at time: Timestamp) -> Int64 {
        let seconds = time.unixSeconds
        let (step, rest) = seconds.quotientAndRemainder(dividingBy: Int64(period))
        return rest < 0 ? step - 1 : step
    }
}
