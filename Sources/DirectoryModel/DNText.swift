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
