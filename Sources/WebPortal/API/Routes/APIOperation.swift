internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LDAPDirectory

/// One thing the API can be asked: by which path, with which parameters, in which forms, and what answers.
struct APIOperation: Sendable {
    /// Below `/api/v1/`, as the router writes it: `holds/:id`.
    let path: String
    /// The query parameters it knows.
    let parameters: [String]
    /// The forms it answers in, the usual one first.
    let forms: [AnswerForm]
    let answer: @Sendable (APICall) async throws -> Response

    init(
        _ path: String,
        _ parameters: [String] = [],
        forms: [AnswerForm] = [.json],
        _ answer: @escaping @Sendable (APICall) async throws -> Response
    ) {
        (self.path, self.parameters, self.forms, self.answer) = (path, parameters, forms, answer)
    }

    /// The names of the parts of the path that vary.
    fileprivate var parts: [String] {
        path.split(separator: "/").filter { $0.hasPrefix(":") }.map { String($0.dropFirst()) }
    }
}

extension Desk {
    /// Finds out whose request it is and whether it can be understood, and has it answered. In this order: whoever is nobody
    /// is told nothing else.
    func answer(_ operation: APIOperation, _ request: Request, _ context: PortalContext) async throws -> Response {
        let client = try await client(request, context)
        let form = AnswerForm.chosen(from: operation.forms, accept: request.headers[values: .accept])
        guard let form else {
            let known = operation.forms.map(\.rawValue).joined(separator: ", ")
            throw APIProblem(.notAcceptable, "there is: \(known)")
        }
        let call = APICall(
            client: client,
            scope: APIScope(scopes: client.scopes, suffix: configuration.suffix),
            query: try APIQuery(request.uri.query, known: operation.parameters, zone: configuration.timeZone),
            form: form,
            path: request.uri.path,
            parts: try Self.parts(operation, context)
        )
        var response = try await operation.answer(call)
        if operation.forms.count > 1 { response.headers[.vary] = "Accept" }
        await rates.standing(of: .client(client.name)).add(to: &response.headers)
        return response
    }

    private static func parts(_ operation: APIOperation, _ context: PortalContext) throws -> [String: String] {
        var parts: [String: String] = [:]
        for name in operation.parts {
            guard let part = try context.parameters.require(name).removingPercentEncoding else {
                throw APIProblem.notFound
            }
            parts[name] = part
        }
        return parts
    }
}
