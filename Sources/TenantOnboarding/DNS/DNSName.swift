/// Host names as they are compared: lower case, without the dot at the end (RFC 1034 section 3.1, RFC 4343).
enum DNSName {
    /// The comparable form of a name from wherever.
    static func canonical(_ name: some StringProtocol) -> String {
        let folded = name.lowercased()
        return folded.hasSuffix(".") ? String(folded.dropLast()) : folded
    }

    /// Whether a text is a host name of at least two labels: letters, digits and inner hyphens, at most 63 octets a label
    /// and 253 in all.
    static func isHostName(_ name: String) -> Bool {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        return name.utf8.count <= 253 && labels.count >= 2 && labels.allSatisfy(isLabel)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        let bytes = label.utf8
        return (1...63).contains(bytes.count) && bytes.first != hyphen && bytes.last != hyphen
            && bytes.allSatisfy { isLetterOrDigit($0) || $0 == hyphen }
    }

    private static let hyphen = UInt8(ascii: "-")

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
