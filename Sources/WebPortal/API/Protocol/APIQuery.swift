internal import DirectoryModel
internal import Foundation
internal import Reports

/// A request's query parameters. What is not known is refused, or a misspelt filter would list everything; and all faults are
/// told at once.
struct APIQuery: Sendable {
    private let values: [String: String]
    private let zone: TimeZone

    /// Reads a query as forms and programs write it: `&` between pairs, `+` for a space, the rest percent-encoded. Throws
    /// ``APIProblem``.
    init(_ query: String?, known: [String], zone: TimeZone) throws {
        var (values, faults) = ([String: String](), [APIProblem.Fault]())
        for pair in (query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.decoded)
            guard let name = parts[0], let value = parts.count == 2 ? parts[1] : "" else {
                throw APIProblem(.badRequest, "the query is not percent-encoded UTF-8")
            }
            if let fault = Self.fault(name, known: known, isRepeated: values[name] != nil) { faults.append(fault) }
            values[name] = value
        }
        if !faults.isEmpty { throw APIProblem(faults) }
        (self.values, self.zone) = (values, zone)
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }

    private static func fault(_ name: String, known: [String], isRepeated: Bool) -> APIProblem.Fault? {
        guard known.contains(name) else {
            let all = known.isEmpty ? "none" : known.joined(separator: ", ")
            return .init(parameter: name, what: "there is no such parameter here", how: "known are: \(all)")
        }
        return isRepeated ? .init(parameter: name, what: "given twice", how: "give it once") : nil
    }

    /// A text of at most 200 characters; `nil` when it was not given.
    func text(_ name: String) throws -> String? {
        guard let text = values[name] else { return nil }
        guard (1...200).contains(text.count), !text.unicodeScalars.contains(where: Self.isControl) else {
            throw APIProblem(
                parameter: name,
                "not a name",
                how: "give 1 to 200 characters, none of them a control character"
            )
        }
        return text
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }

    /// One of a closed set of names.
    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, of type: Choice.Type) throws -> Choice?
    where Choice.RawValue == String {
        guard let text = values[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw APIProblem(parameter: name, "none of the words allowed", how: "use one of: \(allowed)")
        }
        return choice
    }

    /// A yes or no.
    func flag(_ name: String) throws -> Bool? { try choice(name, of: YesOrNo.self).map { $0 == .yes } }

    private enum YesOrNo: String, CaseIterable { case yes, no }

    /// How long a page shall be.
    func limit(_ usual: Int, atMost most: Int) throws -> Int {
        guard let text = values["limit"] else { return usual }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let limit = Int(text), (1...most).contains(limit)
        else { throw APIProblem(parameter: "limit", "not a length of a page", how: "give a number from 1 to \(most)") }
        return limit
    }

    /// An RFC 3339 time, or a date, which is the midnight that begins it in the portal's time zone.
    func time(_ name: String) throws -> Timestamp? {
        guard let text = values[name] else { return nil }
        guard let time = try? ReportTime.parse(text, zone: zone), Self.sensible.contains(time) else {
            throw APIProblem(
                parameter: name,
                "not a time between 1970 and 2200",
                how: "give a date such as 2026-11-01 or a time such as 2026-11-01T01:30:00Z; write + as %2B"
            )
        }
        return time
    }

    /// What lies far outside is a mistake, and calendars have surprises there.
    private static let sensible = Timestamp(microseconds: 0)...Timestamp(microseconds: 7_258_118_400_000_000)

    /// The same query with another cursor, as it stands in a link.
    func with(cursor: String) -> String {
        values.merging(["after": cursor]) { $1 }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(QueryText.encoded($0.value))" }.joined(separator: "&")
    }

    /// The cursor of the page before. What it says is looked at by whoever made it.
    func cursor() throws -> String? {
        guard let text = values["after"] else { return nil }
        guard text.wholeMatch(of: /[A-Za-z0-9_\-]{1,400}/) != nil else {
            throw APIProblem(
                parameter: "after",
                "not a cursor",
                how: "follow the page's next link, or start without one"
            )
        }
        return text
    }
}
