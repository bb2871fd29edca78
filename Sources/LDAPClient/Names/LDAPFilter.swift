/// A search filter (RFC 4511, section 4.5.1.7), made by functions that escape: no text given as a value can change
/// the filter's shape.
public struct LDAPFilter: Hashable, Sendable {
    indirect enum Node: Hashable, Sendable {
        case and([LDAPFilter])
        case or([LDAPFilter])
        case not(LDAPFilter)
        case equal(AttributeName, [UInt8])
        case substrings(AttributeName, initial: [UInt8]?, any: [[UInt8]], final: [UInt8]?)
        case greaterOrEqual(AttributeName, [UInt8])
        case lessOrEqual(AttributeName, [UInt8])
        case present(AttributeName)
        case approximate(AttributeName, [UInt8])
        case extensible(AttributeName?, rule: String?, dnAttributes: Bool, [UInt8])
    }

    let node: Node

    init(_ node: Node) { self.node = node }

    /// Every entry: `(objectClass=*)`.
    public static let anyEntry = LDAPFilter.present("objectClass")

    /// Entries that match all of these; with none, every entry (RFC 4526).
    public static func and(_ filters: [LDAPFilter]) -> LDAPFilter { LDAPFilter(.and(filters)) }

    /// Entries that match one of these at least; with none, no entry (RFC 4526).
    public static func or(_ filters: [LDAPFilter]) -> LDAPFilter { LDAPFilter(.or(filters)) }

    /// Entries that do not match; where the inner filter is Undefined so is this one, and the entry is not found.
    public static func not(_ filter: LDAPFilter) -> LDAPFilter { LDAPFilter(.not(filter)) }

    /// Entries with this value.
    public static func equal(_ name: AttributeName, _ value: String) -> LDAPFilter {
        LDAPFilter(.equal(name, Array(value.utf8)))
    }

    /// Entries with this value, given as bytes.
    public static func equal(_ name: AttributeName, bytes value: [UInt8]) -> LDAPFilter {
        LDAPFilter(.equal(name, value))
    }

    /// Entries with a value that starts, goes on and ends like this; parts are taken literally.
    public static func substrings(
        _ name: AttributeName,
        initial: String? = nil,
        any: [String] = [],
        final: String? = nil
    ) -> LDAPFilter {
        let middle = any.filter { !$0.isEmpty }.map { Array($0.utf8) }
        let parts = (initial.flatMap(bytesUnlessEmpty), final.flatMap(bytesUnlessEmpty))
        guard parts.0 != nil || parts.1 != nil || !middle.isEmpty else { return .present(name) }
        return LDAPFilter(.substrings(name, initial: parts.0, any: middle, final: parts.1))
    }

    /// Entries with a value of this or after it, in the attribute's own order.
    public static func greaterOrEqual(_ name: AttributeName, _ value: String) -> LDAPFilter {
        LDAPFilter(.greaterOrEqual(name, Array(value.utf8)))
    }

    /// Entries with a value of this or before it, in the attribute's own order.
    public static func lessOrEqual(_ name: AttributeName, _ value: String) -> LDAPFilter {
        LDAPFilter(.lessOrEqual(name, Array(value.utf8)))
    }

    /// Entries that have the attribute, with any value.
    public static func present(_ name: AttributeName) -> LDAPFilter { LDAPFilter(.present(name)) }

    /// Entries with a value the server finds similar.
    public static func approximate(_ name: AttributeName, _ value: String) -> LDAPFilter {
        LDAPFilter(.approximate(name, Array(value.utf8)))
    }

    /// Entries that match by a given rule; without `name` any attribute the rule applies to, with `dnAttributes` the
    /// parts of the entry's DN as well. One of `name` and `rule` is needed.
    public static func extensible(
        _ name: AttributeName?,
        rule: String? = nil,
        dnAttributes: Bool = false,
        _ value: String
    ) -> LDAPFilter {
        LDAPFilter(.extensible(name, rule: rule, dnAttributes: dnAttributes, Array(value.utf8)))
    }

    private static func bytesUnlessEmpty(_ text: String) -> [UInt8]? {
        text.isEmpty ? nil : Array(text.utf8)
    }
}

extension LDAPFilter {
    /// Reads the text form of RFC 4515, as operators write it in configuration; throws `LDAPError` with
    /// `.filterError` and the place of the fault.
    public init(parsing text: String) throws(LDAPError) {
        var parser = LDAPFilterParser(text)
        self = try parser.parse()
    }
}

extension LDAPFilter: CustomStringConvertible {
    /// The text form of RFC 4515, with values escaped.
    public var description: String {
        switch node {
        case .and(let filters): "(&\(filters.map(\.description).joined()))"
        case .or(let filters): "(|\(filters.map(\.description).joined()))"
        case .not(let filter): "(!\(filter))"
        case .equal(let name, let value): "(\(name)=\(Self.escape(value)))"
        case .substrings(let name, let initial, let any, let final):
            "(\(name)=\(Self.pattern(initial, any, final)))"
        case .greaterOrEqual(let name, let value): "(\(name)>=\(Self.escape(value)))"
        case .lessOrEqual(let name, let value): "(\(name)<=\(Self.escape(value)))"
        case .present(let name): "(\(name)=*)"
        case .approximate(let name, let value): "(\(name)~=\(Self.escape(value)))"
        case .extensible(let name, let rule, let dnAttributes, let value):
            "(\(name?.text ?? "")\(dnAttributes ? ":dn" : "")\(rule.map { ":" + $0 } ?? ""):=\(Self.escape(value)))"
        }
    }

    private static func pattern(_ initial: [UInt8]?, _ any: [[UInt8]], _ final: [UInt8]?) -> String {
        let parts = [initial.map(escape) ?? ""] + any.map(escape) + [final.map(escape) ?? ""]
        return parts.joined(separator: "*")
    }

    /// Escapes a value by RFC 4515, section 3: NUL, `(`, `)`, `*` and `\`, and all bytes that are not UTF-8 text.
    static func escape(_ value: [UInt8]) -> String {
        let isText = String(validating: value, as: UTF8.self) != nil
        var escaped: [UInt8] = []
        escaped.reserveCapacity(value.count + 8)
        for byte in value {
            if [0x00, 0x28, 0x29, 0x2A, 0x5C].contains(byte) || (byte >= 0x80 && !isText) {
                escaped.append(UInt8(ascii: "\\"))
                escaped += hexDigits(byte)
            } else {
                escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
