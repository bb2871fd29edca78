internal import HTTPTypes
internal import Hummingbird

/// What every answer tells the browser not to do.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = PortalContext

    let isInsecure: Bool

    /// Everything comes from here, scripts only from files of ours, nobody frames it.
    static let contentSecurityPolicy =
        "default-src 'none'; object-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    func handle(
        _ request: Request,
        context: PortalContext,
        next: (Request, PortalContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        response.headers[.xContentTypeOptions] = "nosniff"
        Self.set("Referrer-Policy", "no-referrer", &response)
        Self.set("X-Frame-Options", "DENY", &response)
        Self.set("Cross-Origin-Opener-Policy", "same-origin", &response)
        Self.set("Cross-Origin-Resource-Policy", "same-origin", &response)
        Self.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()", &response)
        if !isInsecure { response.headers[.strictTransportSecurity] = "max-age=63072000; includeSubDomains" }
        return response
    }

    private static func set(_ name: String, _ value: String, _ response: inout Response) {
        if let name = HTTPField.Name(name) { response.headers[name] = value }
    }
}
