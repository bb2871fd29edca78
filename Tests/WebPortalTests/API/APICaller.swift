import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import WebPortal

/// Calls `/api/v1`.
struct APICaller: Sendable {
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let text: String

        var json: JSONValue { (try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))) ?? .null }
        var items: [JSONValue] { json["items"]?.elements ?? [] }
        var next: String? { json["next"]?.text }
        /// The kind of problem; `nil` when it is not labelled as one, or does not say its own status.
        var problem: String? {
            guard headers[.contentType] == "application/problem+json", json["status"]?.whole == Int64(status),
                json["title"]?.text?.isEmpty == false, json["detail"]?.text?.isEmpty == false
            else { return nil }
            return json["type"]?.text?.replacing("urn:pamong:problem:", with: "")
        }
        /// The parameters that are said to be wrong.
        var faults: [String] { json["errors"]?.elements.compactMap { $0["parameter"]?.text } ?? [] }

        func names(_ member: String) -> [String] { items.compactMap { $0[member]?.text } }
    }

    let client: any TestClientProtocol
    var token: String?
    let lines: LogLines

    func with(_ token: String?) -> APICaller { APICaller(client: client, token: token, lines: lines) }

    /// `path` below `/api/v1`, or whole.
    func call(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> Answer {
        var headers = headers
        if let token, headers[.authorization] == nil { headers[.authorization] = "Bearer \(token)" }
        let response = try await client.executeRequest(
            uri: path.hasPrefix("/") ? path : "/api/v1/\(path)",
            method: method,
            headers: headers,
            body: body.map { ByteBuffer(string: $0) }
        )
        return Answer(
            status: response.status.code,
            headers: response.headers,
            text: String(buffer: response.body)
        )
    }

    func get(_ path: String, accept: String? = nil) async throws -> Answer {
        try await call(.get, path, accept.map { [.accept: $0] } ?? [:])
    }

    /// All pages of a list, following their links.
    func walk(_ path: String, between: @Sendable (Int) async throws -> Void = { _ in }) async throws -> [JSONValue] {
        var (items, next, pages): ([JSONValue], String?, Int) = ([], path, 0)
        while let link = next {
            let page = try await get(link)
            #expect(page.status == 200, "\(page.text)")
            items += page.items
            next = page.next
            #expect(page.headers[.link] == next.map { "<\($0)>; rel=\"next\"" })
            pages += 1
            guard pages < 1000 else { break }
            try await between(pages)
        }
        return items
    }
}

/// In a query or a path.
func escaped(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }
