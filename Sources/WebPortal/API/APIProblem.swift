internal import Foundation
internal import Hummingbird
internal import NIOCore

/// What an API answers when it does not do what it was asked (RFC 9457). Nothing in it depends on whether there is such an
/// account.
enum APIProblem: String, Sendable, CaseIterable {
    case badRequest = "bad-request"
    case refused = "refused"
    case tooMany = "too-many-attempts"
    case unavailable = "unavailable"

    var status: HTTPResponse.Status {
        switch self {
        case .badRequest: .badRequest
        case .refused: .unauthorized
        case .tooMany: .tooManyRequests
        case .unavailable: .serviceUnavailable
        }
    }

    var title: String {
        switch self {
        case .badRequest: "The request could not be understood"
        case .refused: "Address, password or code was not accepted"
        case .tooMany: "Too many attempts"
        case .unavailable: "Logins cannot be judged at the moment"
        }
    }

    /// The answer.
    func response(_ detail: String) throws -> Response {
        let body = Body(
            type: "urn:pamong:problem:\(rawValue)",
            title: title,
            status: status.code,
            detail: detail
        )
        return try .json(body, status: status, type: "application/problem+json")
    }

    private struct Body: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String
    }
}

extension Response {
    /// An answer for programs, to be kept by nobody.
    static func json(_ value: some Encodable, status: HTTPResponse.Status, type: String) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        let data = try encoder.encode(value)
        return Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data))
        )
    }
}
