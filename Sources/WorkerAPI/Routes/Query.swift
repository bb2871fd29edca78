internal import Hummingbird

/// A request's query parameters, each read with a message that says what is allowed.
struct Query: Sendable {
    private let values: [String: String]

    init(_ request: Request) {
        values = Dictionary(request.uri.queryParameters.map { (String($0.key), String($0.value)) }) { first, _ in first
        }
    }

    func text(_ name: String) -> String? { values[name] }

    /// One of a closed set of names. Throws ``ProblemDetails`` for any other.
    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, of type: Choice.Type) throws -> Choice?
    where Choice.RawValue == String {
        guard let text = values[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let allowed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw ProblemDetails(.badRequest, "\(name): \"\(text)\" is none of \(allowed)")
        }
        return choice
    }

    /// A whole number. Throws ``ProblemDetails`` for one outside the range, or none.
    func number(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw ProblemDetails(
                .badRequest,
                "\(name): \"\(text)\" is not a number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    /// Which places of a list are asked for: `offset` and `limit`, all of it without them.
    func part() throws -> Range<Int> {
        let offset = try number("offset", in: 0...Self.longestList) ?? 0
        return offset..<(try number("limit", in: 0...Self.longestList).map { offset + $0 } ?? .max)
    }

    /// More than any list has.
    private static let longestList = 1_000_000_000
}
