/// One command of the doveadm HTTP API: `["mailboxCreate",{"user":…},"tag"]`.
struct DoveadmCommand: Sendable, Hashable {
    /// A parameter's value. The API knows no others that we need.
    enum Value: Sendable, Hashable {
        case text(String)
        case list([String])
        case flag(Bool)
    }

    /// The command's name in the API's spelling, `mailboxCreate` for `doveadm mailbox create`.
    let name: String
    /// Its parameters, in camel case.
    let parameters: [String: Value]
}

extension DoveadmCommand {
    /// The body of one POST. Tags are the places in the list.
    static func body(_ commands: some Collection<DoveadmCommand>) -> [UInt8] {
        var json = JSONText()
        json.array(commands.enumerated()) { json, item in
            json.raw("[")
            json.string(item.element.name)
            json.raw(",{")
            for (place, parameter) in item.element.parameters.sorted(by: { $0.key < $1.key }).enumerated() {
                if place > 0 { json.raw(",") }
                json.string(parameter.key)
                json.raw(":")
                json.value(parameter.value)
            }
            json.raw("},\"\(item.offset)\"]")
        }
        return json.bytes
    }
}

/// JSON (RFC 8259) being written.
private struct JSONText {
    var bytes: [UInt8] = []

    mutating func raw(_ text: StaticString) { text.withUTF8Buffer { bytes.append(contentsOf: $0) } }

    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func value(_ value: DoveadmCommand.Value) {
        switch value {
        case .text(let text): string(text)
        case .flag(let flag): raw(flag ? "true" as StaticString : "false")
        case .list(let texts): array(texts) { json, text in json.string(text) }
        }
    }

    mutating func array<Items: Sequence>(_ items: Items, _ write: (inout JSONText, Items.Element) -> Void) {
        raw("[")
        var isFirst = true
        for item in items {
            if !isFirst { raw(",") }
            isFirst = false
            write(&self, item)
        }
        raw("]")
    }

    /// Escapes what RFC 8259 section 7 requires: quotes, backslashes, control characters.
    mutating func string(_ text: String) {
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case ..<0x20: bytes += [UInt8]("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
