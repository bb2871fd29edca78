internal import ConfigurationFiles
internal import LDAPClient

extension PamongConfiguration.SecondFactor {
    /// Reads the section. The files it names are looked at by the commands that need them: a worker shares the
    /// configuration, and its user must not be able to read them.
    init?(
        _ directory: PamongConfiguration.Directory?,
        reading values: inout ConfigurationValues<ConfigurationKey>
    ) {
        let bindDN = PamongConfiguration.Directory.name(.secondFactorBindDN, &values)
        let usesStartTLS = values.flag(.directoryStartTLS, false)
        let provider = values.value(.secondFactorProviderURI, nil, allowed: "an ldap://, ldaps:// or ldapi:// URI") {
            LDAPServer(uri: $0, startTLS: usesStartTLS).map(Optional.some)
        }
        let issuer = values.value(.secondFactorIssuer, nil, allowed: Self.issuerAllowed) { text in
            Self.isIssuer(text) ? .some(text) : nil
        }
        let (keyRing, passwordFile) = (values.path(.secondFactorKeyRing), values.path(.secondFactorPasswordFile))
        let gateLog = values.path(.secondFactorGateLog)
        let lifetime = values.duration(.secondFactorResetLifetime, .seconds(86_400), atLeast: .seconds(60))
        guard let directory else { return nil }
        self.init(
            keyRing: keyRing,
            bindDN: bindDN ?? directory.suffix.child("ou", "system").child("cn", "portal"),
            passwordFile: passwordFile,
            provider: provider ?? directory.server,
            issuer: issuer,
            gateLog: gateLog,
            resetLifetime: lifetime
        )
    }

    private static let issuerAllowed = "a name of at most 40 letters without a colon"

    /// A colon separates the issuer from the account in an app's label, so it cannot stand in either.
    private static func isIssuer(_ text: String) -> Bool {
        text.count <= 40 && !text.contains(":")
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    /// The name an authenticator app shows for the accounts of one service. Each service has its own, because
    /// Microsoft Authenticator may overwrite an entry of the same name.
    func issuer(of service: String) -> String {
        issuer.map { "\($0) \(service)" } ?? service
    }
}
