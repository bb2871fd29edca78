internal import HTTPTypes
internal import Hummingbird

/// The version of a resource (RFC 7644, section 3.14): its entry's CSN, as a weak entity tag.
struct SCIMVersion: Sendable, Equatable {
    let csn: String

    var tag: String { "W/\"\(csn)\"" }

    /// Whether an `If-Match` or `If-None-Match` names this version.
    func isNamed(in header: String) -> Bool {
        header.split(separator: ",").contains { part in
            let word = part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            return String(word) == "*" || String(word) == tag || String(word) == "\"\(csn)\""
        }
    }

    /// Throws ``SCIMError`` when the request is for another version.
    func require(_ request: Request) throws {
        if let header = request.headers[.ifMatch], !isNamed(in: header) { throw SCIMError.changedMeanwhile }
    }
}
