internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Answers in SCIM's own content type (RFC 7644, section 3.1).
enum SCIMResponses {
    static let type = "application/scim+json"

    static func answer(
        _ json: JSONValue,
        _ status: HTTPResponse.Status = .ok,
        _ headers: HTTPFields = [:]
    ) throws -> Response {
        var response = try Response.json(json, status: status, type: type)
        response.headers.append(contentsOf: headers)
        return response
    }

    static func refusal(_ error: SCIMError, _ headers: HTTPFields = [:]) throws -> Response {
        try answer(error.json, error.status, headers)
    }

    /// A resource with its version and place.
    static func resource(_ json: JSONValue, _ status: HTTPResponse.Status = .ok) throws -> Response {
        var headers: HTTPFields = [:]
        if let version = json["meta"]?["version"]?.text { headers[.eTag] = version }
        if let location = json["meta"]?["location"]?.text {
            headers[.contentLocation] = location
            if status == .created { headers[.location] = location }
        }
        return try answer(json, status, headers)
    }
}

/// What a request brings.
struct SCIMBody {
    /// No resource of ours comes near.
    static let greatestLength = 256 * 1024

    /// Reads a JSON object. Throws ``SCIMError``.
    static func object(of request: Request) async throws -> JSONValue {
        var request = request
        let buffer: ByteBuffer
        do {
            buffer = try await request.collectBody(upTo: greatestLength)
        } catch is any HTTPResponseError {
            throw SCIMError(.contentTooLarge, nil, "a resource has \(greatestLength) bytes at most")
        }
        do {
            let json = try JSONDecoder().decode(JSONValue.self, from: Data(buffer.readableBytesView))
            guard json.members != nil else {
                throw SCIMError(.badRequest, .invalidSyntax, "the body has to be a JSON object")
            }
            return json
        } catch is DecodingError {
            throw SCIMError(.badRequest, .invalidSyntax, "the body is not JSON")
        }
    }
}
