internal import LDAPClient

/// What somebody typed to find an account.
struct AccountSearchText: Sendable, Hashable {
    static let shortestLength = 3
    static let longestLength = 100
    /// slapd indexes what is inside a value in pieces of four characters (slapd.conf(5), `index_substr_any_len`); a shorter
    /// piece it would have to look for in every entry.
    private static let shortestInside = 4

    private let words: [String]

    /// `nil` for fewer than three characters.
    init?(_ text: String) {
        let text = text.prefix(Self.longestLength)
        words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.contains(where: { $0.count >= Self.shortestLength }) else { return nil }
    }

    /// Accounts whose address or name holds all words in this order, or begins with the only one if that is short; or that
    /// have exactly this further address, which is not indexed by pieces.
    var filter: LDAPFilter {
        var ways = [holding("mail"), holding("cn")]
        if words.count == 1, words[0].contains("@") { ways.append(.equal("mailLocalAddress", words[0])) }
        return .and([.equal("objectClass", "pamongAccount"), .or(ways)])
    }

    private func holding(_ attribute: AttributeName) -> LDAPFilter {
        if words.contains(where: { $0.count >= Self.shortestInside }) {
            return .substrings(attribute, any: words)
        }
        return .substrings(attribute, initial: words[0], any: Array(words.dropFirst()))
    }
}
