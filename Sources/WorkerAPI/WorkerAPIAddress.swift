/// Where a worker's API is found: a Unix socket, whose file mode says who may use it, or a port on this machine alone,
/// with a token.
public enum WorkerAPIAddress: Sendable, Hashable {
    /// A Unix socket; made with mode 660.
    case socket(path: String)
    /// A loopback address. Any local user can connect to it, so every request to `/v1` must carry the token.
    case loopback(host: String, port: Int, token: APIToken)
}

/// A listener on loopback for health checks and metrics, which asks for no token.
public struct MetricsListener: Sendable, Hashable {
    /// `127.0.0.1`, `::1` or `localhost`.
    public var host: String
    /// The port; 0 means any free one.
    public var port: Int

    /// Names a loopback address.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}

/// Whether a host name or address can only be reached from this machine.
func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1"
        || (host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) })
}
