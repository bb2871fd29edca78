internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `/api/v1`: what programs may know, as JSON. `openapi.json` says all of it; a test holds the two against each other.
struct APIRoutes: Sendable {
    let desk: Desk
    /// What a program asks with its token.
    let operations: [APIOperation]

    static let base = "/api/v1/"

    init(desk: Desk) {
        self.desk = desk
        let workers = APIWorkers(clients: desk.workers.clients)
        operations =
            APIReports(workers: workers).operations + [APIFeed(workers: workers).operation]
            + APIWork(workers: workers, desk: desk).operations + APITenants(desk: desk).operations
            + APIAccounts(workers: workers, desk: desk).operations
    }

    func add(to router: Router<PortalContext>) {
        for operation in operations {
            addReading(Self.base + operation.path, to: router) { try await desk.answer(operation, $0, $1) }
        }
        addReading(Self.base + "openapi.json", to: router) { _, _ in
            .body(ByteBuffer(bytes: PackageResources.openapi_json), type: "application/json")
        }
        SessionTicketRoutes(desk: desk).add(to: router)
        addOptions(Self.base + "sessions", to: router)
        router.get("api") { _, context in
            try await desk.pages.page(.programs, titled: ProgramsText.programsTitle, context)
        }
    }

    /// GET, and what belongs to it (RFC 9110, sections 9.3.2 and 9.3.7).
    private func addReading(
        _ path: String,
        to router: Router<PortalContext>,
        _ answer: @escaping @Sendable (Request, PortalContext) async throws -> Response
    ) {
        router.on(RouterPath(path), method: .get) { try await answer($0, $1) }
        router.on(RouterPath(path), method: .head) { try await answer($0, $1).withoutBody }
        addOptions(path, to: router)
    }

    private func addOptions(_ path: String, to router: Router<PortalContext>) {
        router.on(RouterPath(path), method: .options) { request, _ in
            let allowed = methods(of: request.uri.path).map(\.rawValue).joined(separator: ", ")
            return Response(status: .noContent, headers: [.allow: allowed])
        }
    }

    /// Which methods a path knows; none when it is no path of the API.
    func methods(of path: String) -> [HTTPRequest.Method] {
        if path == Self.base + "sessions" { return [.post, .options] }
        let names = operations.map(\.path) + ["openapi.json"]
        return names.contains { Self.matches(path, $0) } ? [.get, .head, .options] : []
    }

    private static func matches(_ path: String, _ pattern: String) -> Bool {
        guard path.hasPrefix(base) else { return false }
        let parts = path.dropFirst(base.count).split(separator: "/")
        let wanted = pattern.split(separator: "/")
        return parts.count == wanted.count && zip(parts, wanted).allSatisfy { $1.hasPrefix(":") || $0 == $1 }
    }
}

extension Response {
    /// As an answer to HEAD: the header is that of the answer to GET.
    fileprivate var withoutBody: Response {
        var head = createHeadResponse()
        if let length = body.contentLength { head.headers[.contentLength] = "\(length)" }
        return head
    }
}

/// Counts requests of network addresses before anything is looked at.
struct APIRates: RouterMiddleware {
    typealias Context = PortalContext

    let rates: RequestRates

    func handle(
        _ request: Request,
        context: PortalContext,
        next: (Request, PortalContext) async throws -> Response
    ) async throws -> Response {
        guard APIErrors.isForPrograms(request.uri.path) else { return try await next(request, context) }
        let standing: RateStanding
        do {
            standing = try await rates.take(.address(context.client))
        } catch let full as RateStanding {
            throw APIProblem(.tooManyRequests, full.words, headers: full.headers)
        }
        var response = try await next(request, context)
        if response.headers[.rateLimit] == nil { standing.add(to: &response.headers) }
        return response
    }
}
