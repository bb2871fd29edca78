internal import Hummingbird
internal import Logging

/// Turns every error into problem details; what a client must not see goes to the log.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    let logger: Logger

    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws
        -> Response
    {
        do {
            return try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            if let problem = ProblemDetails(telling: error) { return try answer(problem) }
            logger.error("an API request failed", metadata: ["path": "\(request.uri.path)", "reason": "\(error)"])
            return try answer(ProblemDetails(.internalError, "the worker's log says more"))
        }
    }

    private func answer(_ problem: ProblemDetails) throws -> Response {
        var response = try Response.json(
            problem,
            status: HTTPResponse.Status(code: problem.status),
            mediaType: "application/problem+json"
        )
        if problem.kind == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        return response
    }
}
