/// The headers of one part of a form (RFC 7578, section 4.2).
struct PartHeaders {
    let name: String
    let fileName: String?

    var event: MultipartReader.Event { .part(name: name, fileName: fileName) }

    init(_ text: String) throws(MultipartReader.Malformed) {
        var disposition: String?
        for line in text.split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { throw .init(reason: "a header without a colon") }
            guard parts[0].lowercased() == "content-disposition" else { continue }
            guard disposition == nil else { throw .init(reason: "two names for one field") }
            disposition = String(parts[1])
        }
        guard let disposition, let parameters = Self.parameters(disposition), let name = parameters["name"] else {
            throw .init(reason: "a field without a name")
        }
        (self.name, fileName) = (name, parameters["filename"].map(Self.decoded))
    }

    /// The parameters of `form-data; name="…"; filename="…"`; `nil` when it is something else.
    private static func parameters(_ text: String) -> [String: String]? {
        var rest = text.drop(while: \.isWhitespace)
        guard rest.lowercased().hasPrefix("form-data") else { return nil }
        rest = rest.dropFirst("form-data".count)
        var parameters: [String: String] = [:]
        while let match = rest.prefixMatch(of: /\s*;\s*([A-Za-z*]+)=(?:"([^"]*)"|([^";\s]*))/) {
            let name = match.1.lowercased()
            guard parameters[name] == nil else { return nil }
            parameters[name] = String(match.2 ?? match.3 ?? "")
            rest = rest[match.range.upperBound...]
        }
        return rest.allSatisfy(\.isWhitespace) ? parameters : nil
    }

    /// Browsers write a quote and line ends in a file's name as percent codes (WHATWG HTML, multipart/form-data encoding).
    private static func decoded(_ name: String) -> String {
        name.replacing("%22", with: "\"").replacing("%0D", with: " ").replacing("%0A", with: " ")
    }
}
