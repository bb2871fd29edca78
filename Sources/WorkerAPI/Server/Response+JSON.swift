internal import Foundation
internal import Hummingbird
internal import NIOCore

extension Response {
    /// A value as JSON, its members in alphabetical order so that equal answers are equal texts.
    static func json(
        _ value: some Encodable,
        status: HTTPResponse.Status = .ok,
        mediaType: String = "application/json"
    ) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return text(
            String(decoding: try encoder.encode(value), as: UTF8.self) + "\n",
            status: status,
            mediaType: mediaType
        )
    }

    /// A text of a media type. Answers tell of now, so nobody on the way may keep them.
    static func text(_ text: String, status: HTTPResponse.Status = .ok, mediaType: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: mediaType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
