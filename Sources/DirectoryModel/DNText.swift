/// Cutting a distinguished name's text (RFC 4514) into its first RDN and the rest, without taking the rest apart: all
/// that following a tree of hundreds of thousands of entries needs.
public enum DNText {
    /// The DN above; `nil` for a DN of one RDN.
    public static func parent(of dn: String) -> String? {
        rest(of: dn).map(String.init)
    }

    /// The same without a copy.
    public static func rest(of dn: String) -> Substring? {
        cut(dn).map { dn[dn.utf8.index(after: $0)...] }
    }

    /// The first RDN.
    public static func name(of dn: String) -> String {
        cut(dn).map { String(dn[..<$0]) } ?? dn
    }

    /// Whether the first RDN is plainly `attribute=value`, compared without case; both are to be ASCII in lower case, and
    /// a name that is written with escapes is not.
    public static func isNamed(_ dn: String, attribute: String, value: String) -> Bool {
        guard let rest = follows(attribute, in: dn.utf8[...]), rest.first == UInt8(ascii: "="),
            let end = follows(value, in: rest.dropFirst())
        else { return false }
        return end.isEmpty || end.first == UInt8(ascii: ",")
    }

    /// What comes behind a text that is next; `nil` when another one is.
    private static func follows(_ text: String, in dn: Substring.UTF8View) -> Substring.UTF8View? {
        let count = text.utf8.count
        guard dn.count >= count else { return nil }
        for (next, byte) in zip(dn, text.utf8) {
            guard (0x41...0x5A).contains(next) ? next | 0x20 == byte : next == byte else { return nil }
        }
        return dn.dropFirst(count)
    }

    /// The first RDN's value, with the escapes that can stand in it taken off (`\\,` and `\\2C` alike).
    public static func value(of dn: String) -> String {
        let name = name(of: dn)
        guard let equals = name.utf8.firstIndex(of: UInt8(ascii: "=")) else { return name }
        let value = name[name.utf8.index(after: equals)...]
        guard value.utf8.contains(UInt8(ascii: "\\")) else { return String(value) }
        return String(decoding: unescape(Array(value.utf8)), as: UTF8.self)
    }

    private static func unescape(_ value: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = 0
        while index < value.count {
            guard value[index] == UInt8(ascii: "\\"), index + 1 < value.count else {
                bytes.append(value[index])
                index += 1
                continue
            }
            let pair = String(decoding: value[(index + 1)..<min(index + 3, value.count)], as: UTF8.self)
            if pair.utf8.count == 2, let byte = UInt8(pair, radix: 16) {
                bytes.append(byte)
                index += 3
            } else {
                bytes.append(value[index + 1])
                index += 2
            }
        }
        return bytes
    }

    /// The first comma that separates RDNs: one with a backslash before it is part of a value.
    private static func cut(_ dn: String) -> String.Index? {
        var isEscaped = false
        var offset = 0
        for byte in dn.utf8 {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: ",") {
                return dn.utf8.index(dn.utf8.startIndex, offsetBy: offset)
            }
            offset += 1
        }
        return nil
    }
}
