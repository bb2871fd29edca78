internal import Foundation
internal import Reports

extension Query {
    /// The only places the answer may tell of: JSON, a list of objects with `service` and perhaps `tenant`. `nil` for all
    /// places. Throws ``ProblemDetails``: a limit that cannot be read must not be none.
    func within() throws -> [ReportPlace]? {
        guard let text = text("within") else { return nil }
        guard let places = try? JSONDecoder().decode([ReportPlace].self, from: Data(text.utf8)) else {
            throw ProblemDetails(.badRequest, "within: not a JSON list of places")
        }
        return places
    }
}

extension [ReportPlace]? {
    /// As it stands in a query.
    func queryText() throws -> String? {
        try map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
    }
}
