internal import Hummingbird

/// Finds out which session a request belongs to, and in which language to answer.
struct SessionMiddleware: RouterMiddleware {
    typealias Context = PortalContext

    let configuration: PortalConfiguration
    let sessions: SessionStore

    func handle(
        _ request: Request,
        context: PortalContext,
        next: (Request, PortalContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let cookies = request.cookies
        if let language = cookies[configuration.languageCookieName].flatMap({ Language(rawValue: $0.value) }) {
            context.language = language
        }
        if let token = cookies[configuration.cookieName]?.value, let session = await sessions.session(token) {
            context.session = (token, session)
        }
        return try await next(request, context)
    }
}
