public import DirectoryModel

/// What a typed code turned out to be.
public enum CodeVerdict: Sendable, Hashable {
    /// The code of this time step, which has to be recorded as the last one before anybody is let in.
    case right(step: Int64)
    /// The code of a time step that has been used already, or of an earlier one.
    case used(step: Int64)
    /// No code of the window.
    case wrong
}

extension TOTPSecret {
    /// Compares a code with those of the present time step and of `window` steps before and after it.
    ///
    /// All of them are compared, whichever fits. When one code stands for several steps of the window, the latest
    /// counts: were the earlier one recorded, the same code would be good once more.
    ///
    /// - Parameter lastStep: the last step whose code was used, if any was.
    public func judge(
        _ code: OneTimeCode,
        at now: Timestamp,
        lastStep: Int64?,
        window: Int64 = 1
    ) throws(TwoFactorError) -> CodeVerdict {
        let present = parameters.step(at: now)
        var matched: Int64?
        var authenticator = try MessageAuthenticator(parameters.algorithm, key: key)
        for step in (present - window)...(present + window) {
            guard let counter = UInt64(exactly: step) else { continue }
            let right = try HOTP.code(&authenticator, counter: counter, digits: parameters.digits)
            if code.digits == right { matched = step }
        }
        guard let matched else { return .wrong }
        guard let lastStep, matched <= lastStep else { return .right(step: matched) }
        return .used(step: matched)
    }

    /// How far an authenticator's clock seems to be off: looks for the code up to `reach` steps away and answers the
    /// nearest one's distance, negative when the clock is slow. Tells a user with a wrong clock what to mend; it never
    /// lets anybody in.
    public func clockOffset(
        of code: OneTimeCode,
        at now: Timestamp,
        reach: Int64 = 20
    ) throws(TwoFactorError) -> Duration? {
        let present = parameters.step(at: now)
        for distance in 0...reach {
            for step in Set([present - distance, present + distance]).sorted() where step >= 0 {
                if try matches(code, step: step) { return .seconds((step - present) * Int64(parameters.period)) }
            }
        }
        return nil
    }
}
