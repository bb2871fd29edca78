extension JSONValue {
    /// The JSON text, indented by two spaces.
    public var text: String {
        var text = ""
        write(to: &text, indent: "\n")
        return text
    }

    private func write(to text: inout String, indent: String) {
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value): text += value.isFinite ? "\(value)" : "null"
        case .string(let value): text += Self.quoted(value)
        case .array(let list):
            Self.write(list, in: "[]", to: &text, indent) { $0.write(to: &$1, indent: indent + "  ") }
        case .object(let members) where isShort(members):
            text += "{ " + members.map { Self.quoted($0.name) + ": " + $0.value.text }.joined(separator: ", ") + " }"
        case .object(let members):
            Self.write(members, in: "{}", to: &text, indent) { member, text in
                text += Self.quoted(member.name) + ": "
                member.value.write(to: &text, indent: indent + "  ")
            }
        }
    }

    /// A line of counts reads best on one line.
    private func isShort(_ members: [Member]) -> Bool {
        !members.isEmpty && members.count <= 6
            && members.allSatisfy { member in
                if case .integer = member.value { true } else { false }
            }
    }

    private static func write<Element>(
        _ elements: [Element],
        in brackets: String,
        to text: inout String,
        _ indent: String,
        _ write: (Element, inout String) -> Void
    ) {
        guard !elements.isEmpty else {
            text += brackets
            return
        }
        text += brackets.prefix(1)
        for (index, element) in elements.enumerated() {
            text += (index == 0 ? "" : ",") + indent + "  "
            write(element, &text)
        }
        text += indent + brackets.suffix(1)
    }

    /// Quotes per RFC 8259 section 7; U+2028 and U+2029 are escaped too, and `<`, so that the text may stand in a page.
    private static func quoted(_ value: String) -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20 || scalar == "<" || scalar.value == 0x2028 || scalar.value == 0x2029:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}

extension JSONValue {
    /// An object of whole numbers.
    static func counts(_ members: KeyValuePairs<String, Int>) -> JSONValue {
        .object(members.map { Member($0.key, .integer($0.value)) })
    }

    /// A text, or null.
    static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }

    /// A number, or null.
    static func count(_ value: Int?) -> JSONValue { value.map(JSONValue.integer) ?? .null }
}
