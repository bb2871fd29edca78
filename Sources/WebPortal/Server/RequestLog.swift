internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// One line for each request: who, what, how it ended. Neither query nor body nor cookies, for those can hold secrets.
struct RequestLog: RouterMiddleware {
    typealias Context = PortalContext

    let logger: Logger
    let trustedProxies: Set<String>

    func handle(
        _ request: Request,
        context: PortalContext,
        next: (Request, PortalContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.client = ClientAddress.of(
            peer: context.peer,
            forwarded: request.headers[values: .xForwardedFor],
            trustedProxies: trustedProxies
        )
        if request.method == .get { context.path = request.uri.path }
        let begun = ContinuousClock.now
        let response = try await next(request, context)
        let milliseconds = (ContinuousClock.now - begun) / .milliseconds(1)
        logger.info(
            "request",
            metadata: [
                "client": "\(context.client)", "method": "\(request.method)", "path": "\(request.uri.path)",
                "status": "\(response.status.code)", "ms": "\(Int(milliseconds))",
            ]
        )
        return response
    }
}

extension HTTPField.Name {
    static var xForwardedFor: HTTPField.Name {
        guard let name = HTTPField.Name("X-Forwarded-For") else { preconditionFailure("a field name") }
        return name
    }
}
