internal import Hummingbird

/// Lets only requests through that carry the token; without a token to compare with, the socket's mode has decided.
struct TokenMiddleware<Context: RequestContext>: RouterMiddleware {
    let token: APIToken?

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws
        -> Response
    {
        if let token, !token.isCarried(by: request.headers[.authorization]) {
            throw ProblemDetails(.unauthorized, "send the token of the worker's configuration: Authorization: Bearer …")
        }
        return try await next(request, context)
    }
}
