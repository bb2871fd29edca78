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
        var (dn, attribute, value) = (dn, attribute, value)
        return dn.withUTF8 { dn in
            attribute.withUTF8 { attribute in
                value.withUTF8 { value in isNamed(dn, attribute, value) }
            }
        }
    }

    private typealias Text = UnsafeBufferPointer<UInt8>

    private static func isNamed(_ dn: Text, _ attribute: Text, _ value: Text) -> Bool {
        let end = attribute.count + 1 + value.count
        guard dn.count == end || dn.count > end && dn[end] == UInt8(ascii: ",") else { return false }
        return dn[attribute.count] == UInt8(ascii: "=") && stands(attribute, in: dn, at: 0)
            && stands(value, in: dn, at: attribute.count + 1)
    }

    private static func stands(_ text: Text, in dn: Text, at start: Int) -> Bool {
        for index in text.indices {
            let byte = dn[start + index]
            guard ((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) == text[index] else { return false }
        }
        return true
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
