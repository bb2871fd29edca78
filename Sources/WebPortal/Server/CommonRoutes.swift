internal import Hummingbird
internal import LDAPDirectory
internal import Logging
internal import NIOCore

/// What needs no sign-in: the way in, the language, the stylesheet, health.
struct CommonRoutes: Sendable {
    let desk: Desk

    func add(to router: Router<PortalContext>) {
        router.get("/") { _, context in
            Response.seeOther(context.session?.value.person?.startPage ?? "/masuk")
        }
        // Where the gate's refusals lead.
        router.get("2fa") { _, _ in Response.seeOther("/akun/2fa") }
        router.get("sandi-aplikasi") { _, _ in Response.seeOther("/akun/sandi-aplikasi") }
        router.get("bahasa/:language") { request, context in try switchLanguage(request, context) }
        router.get("portal.css") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/css; charset=utf-8", .cacheControl: "max-age=300"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.portal_css))
            )
        }
        router.get("healthz") { _, _ in plain(.ok, "ok\n") }
        router.get("readyz") { _, _ in await readiness() }
    }

    private func switchLanguage(_ request: Request, _ context: PortalContext) throws -> Response {
        guard let language = context.parameters.get("language").flatMap({ Language(rawValue: $0) }) else {
            throw HTTPError(.notFound)
        }
        var response = Response.seeOther(Self.ownPath(request.uri.queryParameters["ke"].map(String.init) ?? "/"))
        response.setCookie(
            Cookie(
                name: desk.configuration.languageCookieName,
                value: language.rawValue,
                maxAge: 365 * 86_400,
                path: "/",
                secure: !desk.configuration.isInsecure,
                httpOnly: true,
                sameSite: .lax
            )
        )
        return response
    }

    /// Back to a page of ours, never to another site: every part is written anew, so that it can be nothing but a part.
    private static func ownPath(_ path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.first == "", parts.count > 1, parts.dropFirst().allSatisfy({ !["", ".", ".."].contains($0) }) else {
            return "/"
        }
        return parts.dropFirst().map { "/" + QueryText.encoded(String($0)) }.joined()
    }

    /// Ready is a portal whose directory answers and whose key ring is the directory's.
    private func readiness() async -> Response {
        do {
            _ = try await desk.store.canaries()
            return plain(.ok, "ready\n")
        } catch {
            desk.logger.warning("not ready", metadata: ["reason": "\(error)"])
            return plain(.serviceUnavailable, "the directory does not answer\n")
        }
    }

    private func plain(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
