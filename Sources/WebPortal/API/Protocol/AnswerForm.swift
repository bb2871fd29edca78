/// The forms the API answers in.
enum AnswerForm: String, Sendable, CaseIterable {
    case json = "application/json"
    case csv = "text/csv"

    /// What the answer is labelled with.
    var mediaType: String { self == .csv ? "text/csv; charset=utf-8; header=present" : rawValue }

    /// The one of `forms` that the `Accept` header likes best (RFC 9110, section 12.5.1), the first of equals; any when there
    /// is no header. `nil` when none of them is acceptable.
    static func chosen(from forms: [AnswerForm], accept: [String]) -> AnswerForm? {
        let ranges = accept.flatMap { $0.split(separator: ",") }.compactMap(MediaRange.init)
        guard !ranges.isEmpty else { return forms.first }
        var best: (form: AnswerForm, weight: Double)?
        for form in forms {
            let weight = ranges.filter { $0.covers(form) }.max { $0.precision < $1.precision }?.weight ?? 0
            if weight > best?.weight ?? 0 { best = (form, weight) }
        }
        return best?.form
    }
}

/// One of the alternatives of an `Accept` header.
private struct MediaRange {
    private let type: Substring
    private let subtype: Substring
    let weight: Double

    init?(_ text: Substring) {
        let parts = text.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
        guard let names = parts.first?.split(separator: "/"), names.count == 2 else { return nil }
        (type, subtype) = (names[0], names[1])
        weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
    }

    /// A range that names more counts for more.
    var precision: Int { type == "*" ? 0 : subtype == "*" ? 1 : 2 }

    func covers(_ form: AnswerForm) -> Bool {
        let names = form.rawValue.split(separator: "/")
        return (type == "*" || type == names[0]) && (subtype == "*" || subtype == names[1])
    }
}
