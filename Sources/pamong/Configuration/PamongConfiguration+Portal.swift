internal import ConfigurationFiles
internal import LDAPClient
internal import WebPortal

extension PamongConfiguration.Portal {
    /// Reads the section. Passwords of people pass through what it describes, so nothing of it falls back to something weaker.
    init(_ directory: PamongConfiguration.Directory?, reading values: inout ConfigurationValues<ConfigurationKey>) {
        let certificate = values.path(.portalCertificateFile)
        let key = values.path(.portalKeyFile)
        let allowed = "an address and a port such as 127.0.0.1:8443"
        let listen = values.value(.portalListen, Self.usualListen, allowed: allowed) { text in
            PamongConfiguration.ListenAddress(anywhere: text)
        }
        let gate = values.value(.portalGateURI, nil, allowed: "an ldap://, ldaps:// or ldapi:// URI") {
            LDAPServer(uri: $0).map(Optional.some)
        }
        let proxies = values.value(.portalTrustedProxies, [], allowed: "network addresses, separated by commas") {
            Self.addresses($0)
        }
        let workers = values.value(.portalWorkers, [], allowed: "absolute paths of sockets, separated by commas") {
            Self.paths($0)
        }
        let dictionary = values.path(.portalPasswordDictionary)
        let helpDesk = values.value(.portalHelpDesk, "WhatsApp", allowed: "a line of at most 200 letters") { text in
            text.count <= 200 && text.allSatisfy { $0.unicodeScalars.first?.properties.generalCategory != .control }
                ? text : nil
        }
        self.init(
            listen: listen,
            certificateFile: certificate,
            keyFile: key,
            trustedProxies: proxies,
            isInsecure: values.flag(.portalInsecure, false),
            gate: gate ?? directory?.gate,
            workers: workers,
            passwordDictionary: dictionary,
            helpDesk: helpDesk,
            idleLimit: values.duration(.portalIdleLimit, .seconds(15 * 60), atLeast: .seconds(60)),
            sessionLifetime: values.duration(.portalSessionLifetime, .seconds(8 * 3600), atLeast: .seconds(60)),
            limits: PortalConfiguration.Limits(reading: &values),
            apiRateLimit: PortalConfiguration.APIRateLimit(reading: &values),
            uploadFolder: values.path(.portalUploadFolder),
            uploadRetention: values.duration(
                .portalUploadRetention,
                .seconds(7 * 86_400),
                atLeast: .seconds(3600)
            )
        )
        refuseWhatIsNotSafe(&values)
    }

    private static let usualListen = PamongConfiguration.ListenAddress(host: "127.0.0.1", port: 8443)

    private static func paths(_ text: String) -> [String]? {
        let paths = text.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init)
        return paths.allSatisfy { $0.hasPrefix("/") && $0.utf8.count < 108 } ? paths : nil
    }

    /// `nil` when one of them is no address: nobody would then be believed whom the operator meant.
    private static func addresses(_ text: String) -> Set<String>? {
        let addresses = text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        let isGood = addresses.allSatisfy { address in
            (2...45).contains(address.count) && (address.contains(".") || address.contains(":"))
                && address.allSatisfy { $0.isHexDigit || $0 == "." || $0 == ":" }
        }
        return isGood ? Set(addresses) : nil
    }

    private func refuseWhatIsNotSafe(_ values: inout ConfigurationValues<ConfigurationKey>) {
        if (certificateFile == nil) != (keyFile == nil) {
            values.refuse(
                certificateFile == nil ? .portalCertificateFile : .portalKeyFile,
                "is missing; certificate and key belong together"
            )
        }
        if certificateFile == nil, !listen.isLoopback {
            values.refuse(
                .portalListen,
                "can be reached from elsewhere, and there is no TLS: name certificateFile and keyFile, or listen on loopback behind a proxy"
            )
        }
        if isInsecure, certificateFile != nil || !listen.isLoopback {
            values.refuse(.portalInsecure, "is for plain HTTP on loopback only")
        }
    }
}

extension PamongConfiguration.ListenAddress {
    /// Reads `0.0.0.0:8443`, `[::]:8443` or a name and a port.
    init?(anywhere text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65535).contains(port)
        else { return nil }
        let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
        guard !host.isEmpty, host.allSatisfy({ $0.isASCII && !$0.isWhitespace && $0 != "/" }) else { return nil }
        self.init(host: host, port: port)
    }

    /// Whether only this machine reaches it.
    var isLoopback: Bool {
        host == "localhost" || host == "::1" || PamongConfiguration.ListenAddress("\(host):1") != nil
    }
}
