internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// The sockets clients come in by.
struct ListenerSet {
    private(set) var channels: [any Channel] = []
    private var files: [UnixListenerFile] = []

    /// Where they listen, with the ports the system chose.
    var addresses: [SocketAddress?] { channels.map(\.localAddress) }

    /// Opens one more.
    /// - Parameter initializer: runs in a new client's channel.
    mutating func open(
        _ address: GateConfiguration.Listener.Address,
        on group: any EventLoopGroup,
        initializer: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) async throws {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.recvAllocator, value: UpstreamServer.receiveBuffers)
            .childChannelInitializer(initializer)
        switch address {
        case .tcp(let host, let port):
            channels.append(try await bootstrap.bind(host: host, port: port).get())
        case .unix(let path, let mode):
            let file = try UnixListenerFile(path: path, mode: mode)
            files.append(file)
            channels.append(try await bootstrap.withBoundSocket(file.descriptor).get())
        }
    }

    /// Nobody comes in any more.
    func close() async {
        for channel in channels { try? await channel.close() }
        for file in files { file.remove() }
    }
}
