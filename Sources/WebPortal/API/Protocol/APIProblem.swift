internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Why the API does not do what it was asked: problem details (RFC 9457). Nothing in it depends on whether there is something
/// that the program may not see.
struct APIProblem: Error, Sendable {
    /// The kinds there are; the raw values end the `type`, which programs go by.
    enum Kind: String, Sendable, CaseIterable {
        case badRequest = "bad-request"
        /// Webmail's ticket: address, password or code was wrong.
        case refused
        case unauthorized
        case forbidden
        case notFound = "not-found"
        case methodNotAllowed = "method-not-allowed"
        case notAcceptable = "not-acceptable"
        case badCursor = "bad-cursor"
        case tooLarge = "too-large"
        case unsupportedMediaType = "unsupported-media-type"
        case invalidParameters = "invalid-parameters"
        /// At a password.
        case tooManyAttempts = "too-many-attempts"
        case tooManyRequests = "too-many-requests"
        case unavailable
        case internalError = "internal-error"
    }

    /// A parameter that cannot be used, so that a program's author need not guess.
    struct Fault: Sendable, Hashable, Encodable {
        /// Its name.
        let parameter: String
        /// What is wrong with it.
        let what: String
        /// How to mend it.
        let how: String
    }

    let kind: Kind
    /// What is wrong this time and what to do.
    let detail: String
    var errors: [Fault] = []
    /// Header fields that go with it, such as `Allow`.
    var headers: HTTPFields = [:]

    init(_ kind: Kind, _ detail: String, headers: HTTPFields = [:]) {
        (self.kind, self.detail, self.headers) = (kind, detail, headers)
    }

    /// Parameters that cannot be used.
    init(_ errors: [Fault]) {
        self.init(.invalidParameters, errors.map { "\($0.parameter): \($0.what)" }.joined(separator: "; "))
        self.errors = errors
    }

    /// One parameter that cannot be used.
    init(parameter: String, _ what: String, how: String) {
        self.init([Fault(parameter: parameter, what: what, how: how)])
    }

    /// The answer.
    func response() throws -> Response {
        let body = Body(
            type: "urn:pamong:problem:\(kind.rawValue)",
            title: kind.title,
            status: kind.status.code,
            detail: detail,
            errors: errors.isEmpty ? nil : errors
        )
        var response = try Response.json(body, status: kind.status, type: "application/problem+json")
        for field in headers { response.headers.append(field) }
        return response
    }

    private struct Body: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String
        let errors: [Fault]?
    }
}

extension APIProblem {
    /// No such thing, or none for this program: the two are not told apart.
    static let notFound = APIProblem(.notFound, "there is nothing here that this program may see")
}

extension APIProblem.Kind {
    var status: HTTPResponse.Status {
        switch self {
        case .badRequest: .badRequest
        case .refused, .unauthorized: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .notAcceptable: .notAcceptable
        case .badCursor: .gone
        case .tooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .invalidParameters: .unprocessableContent
        case .tooManyAttempts, .tooManyRequests: .tooManyRequests
        case .unavailable: .serviceUnavailable
        case .internalError: .internalServerError
        }
    }

    fileprivate var title: String {
        switch self {
        case .badRequest: "The request cannot be understood"
        case .refused: "Address, password or code was not accepted"
        case .unauthorized: "A valid token is needed"
        case .forbidden: "This program may not do that"
        case .notFound: "There is no such resource"
        case .methodNotAllowed: "The resource has no such method"
        case .notAcceptable: "The answer cannot be given in any form that was asked for"
        case .badCursor: "The cursor cannot be continued"
        case .tooLarge: "The request is too large"
        case .unsupportedMediaType: "The body is of the wrong type"
        case .invalidParameters: "A parameter cannot be used"
        case .tooManyAttempts: "Too many attempts"
        case .tooManyRequests: "Too many requests"
        case .unavailable: "Not available at the moment"
        case .internalError: "The portal failed"
        }
    }
}

extension Response {
    /// An answer for programs, to be kept by nobody.
    static func json(_ value: some Encodable, status: HTTPResponse.Status, type: String) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return .body(ByteBuffer(bytes: try encoder.encode(value)), status: status, type: type)
    }

    /// The same of a text that is written already.
    static func body(_ body: ByteBuffer, status: HTTPResponse.Status = .ok, type: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: body)
        )
    }
}
