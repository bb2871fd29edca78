internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LDAPClient
internal import LDAPDirectory
internal import Logging

/// `/scim/v2`: accounts for programs (RFC 7643 and RFC 7644), as the national registration portal makes them.
///
/// A program shows its token and does everything with its own rights in the directory: what it may not see does not exist for
/// it. `/Users` are the accounts that have not been closed; DELETE closes one, or deletes one that nobody has registered. A closed
/// account's address stays taken. `/Groups` are the tenants' administrators. There is no Bulk, and no search across kinds.
struct SCIMRoutes: Sendable {
    let desk: Desk

    private static let root = "/scim/v2"

    func add(to router: Router<PortalContext>) {
        for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete] {
            for path in ["scim/v2", "scim/v2/**"] as [RouterPath] {
                router.on(path, method: method) { request, context in try await respond(request, context) }
            }
        }
    }

    private func respond(_ request: Request, _ context: PortalContext) async throws -> Response {
        do {
            let client = try await desk.client(request, context)
            return try await answer(request, client)
        } catch let refusal as ClientRefusal {
            return try SCIMResponses.refusal(SCIMError(refusal.status, nil, refusal.detail), refusal.headers)
        } catch let error as SCIMError {
            return try SCIMResponses.refusal(error)
        } catch let error as CancellationError {
            throw error
        } catch {
            // The error's own text may quote what it choked on; its kind is enough to find the place.
            let code = (error as? LDAPError).map { "\($0.code.rawValue)" } ?? "\(type(of: error))"
            desk.logger.error("a SCIM request failed", metadata: ["path": "\(request.uri.path)", "code": "\(code)"])
            return try SCIMResponses.refusal(
                SCIMError(.serviceUnavailable, nil, "the directory does not answer as it should: try again later")
            )
        }
    }

    private func answer(_ request: Request, _ client: APIClient) async throws -> Response {
        let path = request.uri.path.dropFirst(Self.root.count).split(separator: "/")
            .map { $0.removingPercentEncoding ?? String($0) }
        let base = desk.configuration.origin(of: request) + Self.root
        switch path.first {
        case "Users":
            return try await UserResources(desk: desk, client: client, base: base).answer(request, path.dropFirst())
        case "Groups":
            return try await GroupResources(desk: desk, client: client, base: base).answer(request, path.dropFirst())
        case "Me": throw SCIMError(.notImplemented, nil, "a program is no user")
        case "Bulk": throw SCIMError(.notImplemented, nil, "there is no Bulk: send the requests one after another")
        case ".search": throw SCIMError(.notImplemented, nil, "search /Users or /Groups")
        default: break
        }
        guard let json = try Discovery.answer(path, base) else { throw SCIMError.notFound }
        guard request.method == .get else { throw SCIMError(.methodNotAllowed, nil, "this can only be read") }
        return try SCIMResponses.answer(json)
    }
}

extension PortalConfiguration {
    /// How this portal was addressed; relative when the request does not say it in a way that can be shown again.
    func origin(of request: Request) -> String {
        guard let authority = request.head.authority,
            authority.wholeMatch(of: /[A-Za-z0-9.\-]{1,253}(:\d{1,5})?/) != nil
        else { return "" }
        return "\(isInsecure ? "http" : "https")://\(authority)"
    }
}
