/// Cutting a distinguished name's text (RFC 4514) into its first RDN and the rest, without taking the rest apart: all
/// that following a tree of hundreds of thousands of entries needs.
public enum DNText {
    /// The DN above; `nil` for a DN of one RDN.
    public static func parent(of dn: String) -> String? {
        cut(dn).map { String(dn[dn.utf8.index(after: $0)...]) }
    }

    /// The first RDN.
    public static func name(of dn: String) -> String {
        cut(dn).map { String(dn[..<$0]) } ?? dn
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
        for index in dn.utf8.indices {
            let byte = dn.utf8[index]
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: ",") {
                return index
            }
        }
        return nil
    }
}
