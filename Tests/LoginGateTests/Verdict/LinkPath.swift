import NIOCore
import NIOPosix
import Synchronization

@testable import LoginGate

/// The way from the judge to slapd's gate listener, with faults to switch on.
final class LinkPath: Sendable {
    enum Mode { case open, stalled, down }

    private struct State {
        var mode = Mode.open
        var channels: [ObjectIdentifier: any Channel] = [:]
    }

    private let socket: String
    private let state = Mutex(State())

    init(socket: String) { self.socket = socket }

    /// `down` also cuts what is connected; `stalled` keeps it and lets no answer through.
    func set(_ mode: Mode) {
        let cut = state.withLock { state in
            state.mode = mode
            return mode == .down ? Array(state.channels.values) : []
        }
        for channel in cut { channel.close(promise: nil) }
    }

    func connect(on loop: any EventLoop) -> EventLoopFuture<any Channel> {
        guard state.withLock({ $0.mode }) != .down else {
            return loop.makeFailedFuture(ChannelError.connectPending)
        }
        return ClientBootstrap(group: loop).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(Gatekeeper(self))
            }
        }
        .connect(unixDomainSocketPath: socket).map { channel in
            let id = ObjectIdentifier(channel)
            self.state.withLock { $0.channels[id] = channel }
            channel.closeFuture.whenComplete { _ in self.state.withLock { $0.channels[id] = nil } }
            return channel
        }
    }

    private var isStalled: Bool { state.withLock { $0.mode == .stalled } }

    /// Swallows answers while the path is stalled: they are late for ever.
    private final class Gatekeeper: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let path: LinkPath

        init(_ path: LinkPath) { self.path = path }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if !path.isStalled { context.fireChannelRead(data) }
        }
    }
}
