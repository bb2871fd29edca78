internal import NIOCore
internal import NIOHTTP1

/// Answers `/metrics`, `/healthz` and `/readyz`; one request per connection.
final class MonitoringHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// What there is to tell.
    struct Source: Sendable {
        let metrics: GateMetrics
        /// Whether logins can be served now.
        let isReady: @Sendable () -> Bool
    }

    private let source: Source

    init(_ source: Source) { self.source = source }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        let (status, body) = head.method == .GET || head.method == .HEAD ? answer(head.uri) : (.methodNotAllowed, "")
        respond(context, head, status, body)
    }

    /// Somebody connected and asks nothing.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func answer(_ uri: String) -> (HTTPResponseStatus, String) {
        switch uri.prefix(while: { $0 != "?" }) {
        case "/metrics": (.ok, MetricsText(source.metrics.snapshot).text)
        case "/healthz": (.ok, "ok\n")
        case "/readyz": source.isReady() ? (.ok, "ready\n") : (.serviceUnavailable, "not ready\n")
        default: (.notFound, "not found\n")
        }
    }

    private func respond(
        _ context: ChannelHandlerContext,
        _ request: HTTPRequestHead,
        _ status: HTTPResponseStatus,
        _ body: String
    ) {
        let headers: HTTPHeaders = [
            "Content-Type": "text/plain; version=0.0.4; charset=utf-8", "Content-Length": "\(body.utf8.count)",
            "Connection": "close",
        ]
        let head = HTTPResponseHead(version: request.version, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if request.method != .HEAD {
            let buffer = context.channel.allocator.buffer(string: body)
            context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }
}
