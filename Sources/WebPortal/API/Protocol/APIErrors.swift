internal import HTTPTypes
internal import Hummingbird
internal import LDAPClient
internal import Logging
internal import NIOCore
internal import WorkerAPI

/// Turns whatever was thrown below `/api/` into problem details, and below `/scim/` into SCIM's form of them: a program is
/// never answered with a page. What a stranger must not read goes to the log.
struct APIErrors: RouterMiddleware {
    typealias Context = PortalContext

    /// Which methods a path knows; empty for no path of the API.
    let methods: @Sendable (_ path: String) -> [HTTPRequest.Method]
    let logger: Logger

    func handle(
        _ request: Request,
        context: PortalContext,
        next: (Request, PortalContext) async throws -> Response
    ) async throws -> Response {
        guard Self.isForPrograms(request.uri.path) else { return try await next(request, context) }
        do {
            return try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            let problem = problem(telling: error, request)
            guard request.uri.path.hasPrefix("/scim/") else { return try problem.response() }
            return try SCIMResponses.refusal(SCIMError(problem.kind.status, nil, problem.detail), problem.headers)
        }
    }

    /// Whether a path is none of the pages.
    static func isForPrograms(_ path: String) -> Bool { path.hasPrefix("/api/") || path.hasPrefix("/scim/") }

    private func problem(telling error: any Error, _ request: Request) -> APIProblem {
        switch error {
        case let problem as APIProblem: problem
        case let refusal as ClientRefusal: refusal.problem
        case let detour as Detour: Self.problem(detour)
        case let error as LDAPError: problem(of: error, request)
        case let error as WorkerAPIError: unavailable("no worker answers as it should", error, request)
        case let problem as ProblemDetails:
            problem.kind.map { self.problem($0, problem, request) } ?? failed(error, request)
        case is NIOTooManyBytesError: .init(.tooLarge, "the body is larger than any that is needed here")
        case let error as any HTTPResponseError: problem(of: error, request)
        default: failed(error, request)
        }
    }

    private static func problem(_ detour: Detour) -> APIProblem {
        switch detour {
        case .signIn, .stepUp, .activationOnly: APIProblem(.unauthorized, "sign in first")
        case .forgedForm, .badRequest: APIProblem(.badRequest, "the body cannot be read")
        case .tooMany: APIProblem(.tooManyAttempts, "wait a few minutes", headers: [.retryAfter: "600"])
        case .notFound: .notFound
        }
    }

    /// The router knows neither the path nor the method, and does not say which.
    private func problem(of error: any HTTPResponseError, _ request: Request) -> APIProblem {
        guard error.status == .notFound else {
            return error.status == .contentTooLarge
                ? APIProblem(.tooLarge, "the body is larger than any that is needed here")
                : error.status.kind == .clientError
                    ? APIProblem(.badRequest, "the request cannot be read") : failed(error, request)
        }
        let known = methods(request.uri.path)
        guard !known.isEmpty, !known.contains(request.method) else {
            return APIProblem(.notFound, "there is no such path; /api/v1/openapi.json tells of all there are")
        }
        let allowed = known.map(\.rawValue).joined(separator: ", ")
        return APIProblem(.methodNotAllowed, "allowed here: \(allowed)", headers: [.allow: allowed])
    }

    private func problem(of error: LDAPError, _ request: Request) -> APIProblem {
        error.code == .insufficientAccessRights
            ? APIProblem(.forbidden, "the directory does not let this program do so")
            : unavailable("the directory does not answer as it should", error, request)
    }

    /// What a worker refused. Its words are for whoever sees everything: they stay in the log.
    private func problem(_ kind: ProblemDetails.Kind, _ problem: ProblemDetails, _ request: Request) -> APIProblem {
        switch kind {
        case .badCursor:
            APIProblem(
                .badCursor,
                "the cursor is none of this ledger: its state was made anew. Take a census, then start without a cursor"
            )
        case .beforeLedger: APIProblem(parameter: "from", problem.detail, how: "give a later time")
        case .badRequest: APIProblem(.invalidParameters, "the worker cannot use a parameter: \(problem.detail)")
        case .notFound: .notFound
        case .noLedger, .unavailable, .unauthorized:
            unavailable("the figures are not available yet", problem, request)
        case .listChanged, .notOpen, .auditRunning, .doesNotAddUp, .internalError: failed(problem, request)
        }
    }

    private func unavailable(_ words: String, _ error: any Error, _ request: Request) -> APIProblem {
        logger.error("not available", metadata: ["path": "\(request.uri.path)", "reason": "\(error)"])
        return APIProblem(.unavailable, "\(words); try again later", headers: [.retryAfter: "30"])
    }

    /// The error's own text may quote what it choked on; its kind is enough to find the place.
    private func failed(_ error: any Error, _ request: Request) -> APIProblem {
        let reason = (error as? ProblemDetails)?.type ?? "\(type(of: error))"
        logger.error("a request failed", metadata: ["path": "\(request.uri.path)", "kind": "\(reason)"])
        return APIProblem(.internalError, "this is not the request's fault; the portal's log says more")
    }
}

extension ClientRefusal {
    /// As the API tells it.
    var problem: APIProblem {
        APIProblem(status == .unauthorized ? .unauthorized : .tooManyRequests, detail, headers: headers)
    }
}
