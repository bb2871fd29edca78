internal import LDAPClient

/// One value of `olcLimits`: whom it is about, and what it says (slapd-config(5)).
struct LimitRule: Sendable, Hashable {
    /// The value as it is.
    let text: String
    private let selector: String
    private let limits: [String]

    init(_ value: String) {
        text = value.hasPrefix("{") ? String(value.drop { $0 != "}" }.dropFirst()) : value
        let (selector, rest) = Self.cut(text)
        self.selector = selector
        limits = rest.split(separator: " ").map { $0.lowercased() }
    }

    /// Whether neither size nor time is limited.
    var isUnlimited: Bool {
        ["size", "time"].allSatisfy { kind in
            limits.contains("\(kind)=unlimited") || limits.contains("\(kind)=-1")
                || limits.contains("\(kind).soft=unlimited") && limits.contains("\(kind).hard=unlimited")
        }
    }

    /// Whether the rule is about this identity. Groups and patterns are not followed: such a rule covers nobody here.
    func covers(_ name: DistinguishedName) -> Bool {
        if selector == "*" || selector == "users" { return true }
        guard let equal = selector.firstIndex(of: "=") else { return false }
        let value = selector[selector.index(after: equal)...].filter { $0 != "\"" }
        guard let base = try? DistinguishedName(String(value)) else { return false }
        switch selector[..<equal] {
        case "dn", "dn.exact", "dn.base": return name == base
        case "dn.onelevel", "dn.one": return name.parent == base
        case "dn.subtree", "dn.sub": return name == base || name.isDescendant(of: base)
        case "dn.children": return name.isDescendant(of: base)
        default: return false
        }
    }

    /// The first word, quotes kept together.
    private static func cut(_ text: String) -> (String, String) {
        var isQuoted = false
        for index in text.indices {
            if text[index] == "\"" { isQuoted.toggle() }
            if text[index] == " ", !isQuoted {
                return (String(text[..<index]), String(text[text.index(after: index)...]))
            }
        }
        return (text, "")
    }
}
