internal import LDAPClient

extension Finding {
    /// Judges how the way to the directory is protected.
    static func judge(transportTo server: LDAPServer, verifiesServer: Bool) -> Finding {
        switch server {
        case .socket: return .ok(.transport, "a socket of this host")
        case .plain(let host, _) where isLoopback(host): return .ok(.transport, "within this host")
        case .plain(let host, _):
            return .failed(
                .transport,
                "passwords and all entries go to \(host) in the clear",
                remedy: "set directory.startTLS: true, or use ldaps://"
            )
        case .tls(let host, _), .startTLS(let host, _):
            guard verifiesServer else {
                return .failed(
                    .transport,
                    "the certificate of \(host) is not verified: anybody on the way may answer instead",
                    remedy: "name the authority's certificate in directory.caFile"
                )
            }
            return .ok(.transport, "TLS, the certificate of \(host) is verified")
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
