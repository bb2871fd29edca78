/// The forms of values that the directory's constraint overlay lets in (`LDIF/config/08-integrity-overlays.ldif`), for
/// whoever wants to know before writing. Each says its regular expression; a test holds both side by side.
public enum ValueForm {
    private typealias Bytes = String.UTF8View.SubSequence

    /// `mail` and `mailLocalAddress`:
    /// `^[a-z0-9_]([a-z0-9._-]{0,62}[a-z0-9_-])?@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,}$`
    public static func isAddress(_ text: some StringProtocol) -> Bool {
        let text = String(text)
        guard let at = text.utf8.firstIndex(of: UInt8(ascii: "@")) else { return false }
        let domain = text.utf8[text.utf8.index(after: at)...]
        return isLocalPart(text.utf8[..<at]) && isHostName(domain)
    }

    /// `mailHost` and `associatedDomain`: `^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,}$`
    public static func isHostName(_ text: some StringProtocol) -> Bool {
        isHostName(String(text).utf8[...])
    }

    /// `mailRoutingAddress`: what `^[^][:space:]@,;*()<>\"]+@[A-Za-z0-9.-]+$` lets in, without brackets and backslashes.
    public static func isForwardAddress(_ text: some StringProtocol) -> Bool {
        let parts = String(text).utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return false }
        return parts[0].allSatisfy { $0 > 0x20 && $0 < 0x7F && !forwardExclusions.contains($0) }
            && parts[1].allSatisfy { isLetterOrDigit($0) || (0x41...0x5A).contains($0) || $0 == 0x2D || $0 == 0x2E }
    }

    /// `pamongQuota`, `pamongMaxQuota` and `pamongDefaultQuota`, in bytes: `^[1-9][0-9]{6,12}$`, 1 MB to 10 TB.
    public static func isQuota(_ bytes: Int64) -> Bool {
        (1_000_000...9_999_999_999_999).contains(bytes)
    }

    private static let forwardExclusions = Set("][@,;*()<>\"\\".utf8)

    private static func isLocalPart(_ bytes: Bytes) -> Bool {
        guard (1...64).contains(bytes.count), let first = bytes.first, let last = bytes.last else { return false }
        return (isLetterOrDigit(first) || first == 0x5F) && last != 0x2E
            && bytes.allSatisfy { isLetterOrDigit($0) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D }
    }

    private static func isHostName(_ bytes: Bytes) -> Bool {
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count > 1, let top = labels.last, top.count > 1 else { return false }
        return top.allSatisfy { (0x61...0x7A).contains($0) } && labels.dropLast().allSatisfy(isLabel)
    }

    private static func isLabel(_ label: Bytes) -> Bool {
        guard (1...63).contains(label.count), let first = label.first, let last = label.last else { return false }
        return isLetterOrDigit(first) && isLetterOrDigit(last)
            && label.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
}
