/// What the portal sends to the gate when the authenticator is lost: the password and, right after it, a recovery code.
public struct PasswordWithRecoveryCode: Sendable {
    /// What slapd is asked about; never empty.
    public let password: SecretBytes
    /// What stands in for the authenticator once.
    public let code: RecoveryCode

    /// Takes the recovery code off the end of a password. Spaces and hyphens between and after its symbols do not matter;
    /// those before it belong to the password.
    ///
    /// `nil` when there is no code at the end, or nothing before it: a bind with an empty password would be an unauthenticated
    /// one (RFC 4513, section 5.1.2), and succeed.
    public static func splitOff(from typed: SecretBytes) -> PasswordWithRecoveryCode? {
        let start = typed.withBytes { beginning(ofCodeIn: $0) }
        guard let start, start > 0 else { return nil }
        let end = typed.withBytes { SecretBytes(UnsafeRawBufferPointer(rebasing: $0[start...])) }
        guard let code = RecoveryCode(typed: end) else { return nil }
        return PasswordWithRecoveryCode(password: typed.prefix(start), code: code)
    }

    /// Where the code's first symbol is; `nil` when there are too few of them.
    private static func beginning(ofCodeIn text: UnsafeRawBufferPointer) -> Int? {
        var missing = CodeShape.recoveryCode.rawValue
        for index in text.indices.reversed() {
            if CodeShape.isSeparator(text[index]) { continue }
            guard CodeShape.symbol(text[index]) != nil else { return nil }
            missing -= 1
            if missing == 0 { return index }
        }
        return nil
    }
}
