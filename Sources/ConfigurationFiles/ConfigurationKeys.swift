/// The closed set of keys of one program's configuration file: each case is a key as it stands in the file, parts
/// separated by points (`sync.settleTime`). Anything else is refused, so that a misspelt key is never a silent default.
package protocol ConfigurationKeys: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// What the program's environment variables begin with, in lower case, parts separated by points: `pamong` makes
    /// `PAMONG_`, `pamong.gate` makes `PAMONG_GATE_`.
    static var environmentPrefix: String { get }
}

extension ConfigurationKeys {
    /// The environment variable that stands above the file: the program's prefix, then the key in capitals, words and
    /// parts separated by `_`.
    package var environmentName: String {
        var name = Self.variablePrefix
        var previous: Character = "."
        for character in rawValue {
            if previous.isLowercase, character.isUppercase { name.append("_") }
            name.append(contentsOf: character == "." ? "_" : character.uppercased())
            previous = character
        }
        return name
    }

    /// The prefix as it stands in the environment, its `_` included.
    static var variablePrefix: String { environmentPrefix.uppercased().replacing(".", with: "_") + "_" }

    /// Overrides that override nothing. Only names within the keys' own sections are judged: other programs may use
    /// the prefix.
    static func unknownVariables(_ environment: [String: String]) -> [ConfigurationError.Problem] {
        let known = Set(allCases.map(\.environmentName))
        let sections = Set(known.compactMap(section))
        return environment.keys.sorted().filter { name in
            !known.contains(name) && sections.contains { name.hasPrefix($0) }
        }.map { name in
            let hint = Suggestion.nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
            return .init(place: "environment", key: name, message: "there is no such override\(hint)")
        }
    }

    /// `PAMONG_SYNC_` of `PAMONG_SYNC_SETTLE_TIME`.
    private static func section(of variable: String) -> String? {
        variable.dropFirst(variablePrefix.count).split(separator: "_").first.map { variablePrefix + $0 + "_" }
    }
}
