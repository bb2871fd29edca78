import Foundation
import Hummingbird
import HummingbirdTesting
import NIOCore

@testable import WorkerAPI

extension TestResponse {
    /// The body as a value.
    func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body.readableBytesView))
    }

    /// The body as problem details; throws when it is not labelled as such.
    func problem() throws -> ProblemDetails {
        guard headers[.contentType] == "application/problem+json" else { throw NotAProblem(status: status.code) }
        let problem = try decoded(ProblemDetails.self)
        guard problem.status == status.code else { throw NotAProblem(status: status.code) }
        return problem
    }

    struct NotAProblem: Error {
        let status: Int
    }
}
