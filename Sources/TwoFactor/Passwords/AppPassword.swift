/// A password for one mail program: 24 symbols, 120 bits.
public struct AppPassword: Sendable {
    let symbols: SecretBytes

    /// Days for which one is good unless somebody says otherwise.
    public static let defaultLifetime: Duration = .seconds(365 * 86_400)
    /// How many an account may have.
    public static let limit = 10

    /// Recognises what a mail program sent; spaces, hyphens and case do not matter. `nil` when it does not have the
    /// shape. What has the shape is never passed on as a password.
    public init?(typed: SecretBytes) {
        guard let symbols = CodeShape.appPassword.symbols(typed: typed) else { return nil }
        self.symbols = symbols
    }

    init() throws(TwoFactorError) {
        symbols = try CodeShape.appPassword.fresh()
    }

    /// As it is shown, once: `xxxx-xxxx-xxxx-xxxx-xxxx-xxxx`.
    public var shown: SecretBytes { CodeShape.appPassword.shown(symbols) }
}
