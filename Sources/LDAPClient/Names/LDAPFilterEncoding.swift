extension LDAPFilter {
    /// Writes the filter's BER (RFC 4511, section 4.5.1.7), as controls carry it.
    package func encode(into writer: inout BERWriter) {
        switch node {
        case .and(let filters): writer.write(BERTag.constructedContext(0)) { Self.encode(filters, into: &$0) }
        case .or(let filters): writer.write(BERTag.constructedContext(1)) { Self.encode(filters, into: &$0) }
        case .not(let filter): writer.write(BERTag.constructedContext(2)) { filter.encode(into: &$0) }
        case .equal(let name, let value): Self.encode(3, name, value, into: &writer)
        case .substrings(let name, let initial, let any, let final):
            Self.encode(name, initial, any, final, into: &writer)
        case .greaterOrEqual(let name, let value): Self.encode(5, name, value, into: &writer)
        case .lessOrEqual(let name, let value): Self.encode(6, name, value, into: &writer)
        case .present(let name): writer.write(BERTag.context(7), name.text.utf8)
        case .approximate(let name, let value): Self.encode(8, name, value, into: &writer)
        case .extensible(let name, let rule, let dnAttributes, let value):
            writer.write(BERTag.constructedContext(9)) { members in
                if let rule { members.write(BERTag.context(1), rule.utf8) }
                if let name { members.write(BERTag.context(2), name.text.utf8) }
                members.write(BERTag.context(3), value)
                if dnAttributes { members.write(true, BERTag.context(4)) }
            }
        }
    }

    private static func encode(_ filters: [LDAPFilter], into writer: inout BERWriter) {
        for filter in filters { filter.encode(into: &writer) }
    }

    private static func encode(_ choice: UInt8, _ name: AttributeName, _ value: [UInt8], into writer: inout BERWriter) {
        writer.write(BERTag.constructedContext(choice)) { members in
            members.write(BERTag.octetString, name.text.utf8)
            members.write(BERTag.octetString, value)
        }
    }

    private static func encode(
        _ name: AttributeName,
        _ initial: [UInt8]?,
        _ any: [[UInt8]],
        _ final: [UInt8]?,
        into writer: inout BERWriter
    ) {
        writer.write(BERTag.constructedContext(4)) { members in
            members.write(BERTag.octetString, name.text.utf8)
            members.write(BERTag.sequence) { parts in
                if let initial { parts.write(BERTag.context(0), initial) }
                for part in any { parts.write(BERTag.context(1), part) }
                if let final { parts.write(BERTag.context(2), final) }
            }
        }
    }
}
