internal import Hummingbird
internal import LDAPClient
internal import Logging
internal import WorkerAPI

/// Turns whatever was thrown into a page; what a stranger must not read goes to the log.
struct ErrorPages: RouterMiddleware {
    typealias Context = PortalContext

    let pages: PageRenderer
    let logger: Logger

    func handle(
        _ request: Request,
        context: PortalContext,
        next: (Request, PortalContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let detour as Detour {
            return try await answer(detour, context)
        } catch let error as HTTPError where error.status == .notFound {
            return try await problem(.errorNotFound, .notFound, context)
        } catch let error as any HTTPResponseError where error.status.kind == .clientError {
            return try await problem(.errorBadRequest, error.status, context)
        } catch let error as LDAPError where error.code == .insufficientAccessRights {
            return try await problem(AdministrationText.notAllowed, .forbidden, context)
        } catch let error as LDAPError where Self.meansConflict.contains(error.code) {
            return try await problem(AdministrationText.conflict, .conflict, context)
        } catch let error as LDAPError {
            return try await unavailable(error, request, context)
        } catch let error as WorkerAPIError {
            logger.error("the worker did not answer as it should", metadata: ["reason": "\(error)"])
            return try await problem(AdministrationText.workerSilent, .serviceUnavailable, context)
        } catch let problem as ProblemDetails {
            logger.error("the worker refused", metadata: ["reason": "\(problem)"])
            return try await self.problem(AdministrationText.workerSilent, .serviceUnavailable, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            // The error's own text may quote what it choked on; its kind is enough to find the place.
            logger.error("a request failed", metadata: ["path": "\(request.uri.path)", "kind": "\(type(of: error))"])
            return try await problem(.errorInternal, .internalServerError, context)
        }
    }

    /// What was looked at is no longer so.
    private static let meansConflict: Set<LDAPResultCode> = [
        .assertionFailed, .noSuchObject, .entryAlreadyExists, .attributeOrValueExists, .noSuchAttribute,
    ]

    private func unavailable(
        _ error: LDAPError,
        _ request: Request,
        _ context: PortalContext
    ) async throws -> Response {
        logger.error(
            "directory or gate did not answer as it should",
            metadata: ["path": "\(request.uri.path)", "code": "\(error.code.rawValue)"]
        )
        return try await problem(.unavailable, .serviceUnavailable, context)
    }

    private func answer(_ detour: Detour, _ context: PortalContext) async throws -> Response {
        switch detour {
        case .signIn: .seeOther("/masuk")
        case .stepUp(let path): .seeOther("/akun/verifikasi?ke=\(path)")
        case .activationOnly: .seeOther("/akun/2fa")
        case .forgedForm: try await problem(.errorForgedForm, .forbidden, context)
        case .notFound: try await problem(.errorNotFound, .notFound, context)
        case .badRequest: try await problem(.errorBadRequest, .badRequest, context)
        case .tooMany: try await tooMany(context)
        }
    }

    private func tooMany(_ context: PortalContext) async throws -> Response {
        var response = try await problem(.errorTooMany, .tooManyRequests, context)
        response.headers[.retryAfter] = "600"
        return response
    }

    private func problem(
        _ text: PageText,
        _ status: HTTPResponse.Status,
        _ context: PortalContext
    ) async throws -> Response {
        try await problem(text as any WordTable, status, context)
    }

    private func problem(
        _ text: any WordTable,
        _ status: HTTPResponse.Status,
        _ context: PortalContext
    ) async throws -> Response {
        try await pages.page(
            .problem,
            .errorTitle,
            context,
            status: status,
            problem: text.text(in: context.language)
        )
    }
}
