internal import ConfigurationFiles
internal import WebPortal

extension PortalConfiguration.Limits {
    /// Reads how often anybody may try.
    init(reading values: inout ConfigurationValues<ConfigurationKey>) {
        self.init()
        perAddress = values.count(.portalLimitsPerAddress, perAddress, in: 1...1_000_000)
        perAccount = values.count(.portalLimitsPerAccount, perAccount, in: 1...1_000)
        wrongTokens = values.count(.portalLimitsWrongTokens, wrongTokens, in: 1...1_000_000)
        window = values.duration(.portalLimitsWindow, window, atLeast: .seconds(1))
    }
}

extension PortalConfiguration.APIRateLimit {
    /// Reads how often programs may ask.
    init(reading values: inout ConfigurationValues<ConfigurationKey>) {
        self.init()
        perClient = values.count(.portalAPIRateLimitPerClient, perClient, in: 1...10_000_000)
        perAddress = values.count(.portalAPIRateLimitPerAddress, perAddress, in: 1...10_000_000)
    }
}
