internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// slapd, as the gate connects to it.
enum UpstreamServer: Sendable {
    case unix(path: String)
    case tcp(host: String, port: Int)
    case tls(host: String, port: Int, NIOSSLContext)

    /// - Throws: `NIOSSLError` or what reading the certificate files gives.
    init(_ configuration: GateConfiguration) throws {
        switch configuration.upstream {
        case .unix(let path): self = .unix(path: path)
        case .tcp(let host, let port): self = .tcp(host: host, port: port)
        case .tls(let host, let port, let authorities):
            self = .tls(host: host, port: port, try ServerTLS.upstream(configuration.tls, authorityFile: authorities))
        }
    }

    /// Opens a connection; `initializer` puts its handlers behind TLS.
    func connect(
        on loop: any EventLoop,
        timeout: TimeAmount = .seconds(5),
        initializer: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any Channel> {
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(timeout)
            .channelOption(.recvAllocator, value: Self.receiveBuffers)
        switch self {
        case .unix(let path):
            return bootstrap.channelInitializer(initializer).connect(unixDomainSocketPath: path)
        case .tcp(let host, let port):
            return bootstrap.channelInitializer(initializer).connect(host: host, port: port)
        case .tls(let host, let port, let context):
            return bootstrap.channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let name = Self.isAddress(host) ? nil : host
                    let handler = try NIOSSLClientHandler(context: context, serverHostname: name)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
                .flatMap { initializer(channel) }
            }
            .connect(host: host, port: port)
        }
    }

    /// Small until much comes: thousands of connections are idle.
    static let receiveBuffers = AdaptiveRecvByteBufferAllocator(minimum: 256, initial: 512, maximum: 65_536)

    private static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }
}
