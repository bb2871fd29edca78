internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LDAPDirectory
internal import Reports

/// A request of a program that was found to be one, with all that an operation needs of it.
struct APICall: Sendable {
    let client: APIClient
    let scope: APIScope
    let query: APIQuery
    /// The form to answer in.
    let form: AnswerForm
    /// Its path, as it was asked for.
    let path: String
    /// The parts of the path that vary, by name.
    let parts: [String: String]

    /// What the request is about, by its `service` and `tenant`.
    func selection() throws -> ReportSelection {
        try scope.selection(service: try query.text("service"), tenant: try query.text("tenant"))
    }

    /// A part of the path.
    func part(_ name: String) throws -> String {
        guard let part = parts[name] else { throw APIProblem.notFound }
        return part
    }

    /// An answer that is one value.
    func answer(_ value: some Encodable) throws -> Response {
        try .json(value, status: .ok, type: AnswerForm.json.mediaType)
    }

    /// A page of a list, with a link to the next one in the body and the header (RFC 8288).
    func page<Item: Encodable & Sendable>(_ items: [Item], next cursor: String?, total: Int? = nil) throws -> Response {
        let next = cursor.map(link)
        return linked(try answer(APIPage(items: items, next: next, total: total)), to: next)
    }

    /// This very request with another cursor.
    func link(_ cursor: String) -> String { "\(path)?\(query.with(cursor: cursor))" }

    /// Says in the header where to go on.
    func linked(_ response: Response, to next: String?) -> Response {
        var response = response
        if let next { response.headers[.link] = "<\(next)>; rel=\"next\"" }
        return response
    }
}

/// A page of a list.
private struct APIPage<Item: Encodable & Sendable>: Encodable {
    let items: [Item]
    let next: String?
    let total: Int?
}

/// Where a page of a list that is put in order here ends: what the last element was sorted by. So pages hold together while
/// elements come and go.
struct ListCursor: Sendable, Hashable {
    let keys: [String]

    init(_ keys: [String]) { self.keys = keys }

    /// Reads one of ours. Throws ``APIProblem`` for any other text.
    init(reading text: String) throws {
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - base64.count % 4) % 4)
        guard let data = Data(base64Encoded: base64 + padding),
            let keys = try? JSONDecoder().decode([String].self, from: data)
        else { throw APIProblem(.badCursor, "this is no cursor of this list: start without one") }
        self.keys = keys
    }

    /// Base64 for URLs, without padding.
    var text: String {
        guard let data = try? JSONEncoder().encode(keys) else { return "" }
        return data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// What follows the cursor, at most `limit` of it, and where that ends when there is more.
    static func page<Item>(
        of items: [Item],
        sortedBy keys: (Item) -> [String],
        after cursor: ListCursor?,
        limit: Int
    ) -> (items: [Item], next: String?) {
        let sorted = items.map { (keys($0), $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
        let rest = sorted.drop { item in cursor.map { !$0.keys.lexicographicallyPrecedes(item.0) } ?? false }
        let page = rest.prefix(limit)
        let next = rest.count > limit ? page.last.map { ListCursor($0.0).text } : nil
        return (page.map(\.1), next)
    }
}
