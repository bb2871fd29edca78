/// A mail address as the directory's `mail` and `mailLocalAddress` hold it: `local@domain`, ASCII, compared without
/// case (both attributes use caseIgnoreIA5Match, RFC 4524 section 2.16), and therefore kept in lower case.
public struct MailAddress: Hashable, Sendable, Codable {
    /// The whole address in lower case.
    public let text: String

    /// Checks and folds an address; `nil` when it has no single `@` between two non-empty parts, or holds a byte that
    /// no mail server of ours accepts (controls, spaces, quotes, non-ASCII).
    public init?(_ text: some StringProtocol) {
        guard let address = Array(text.utf8).withUnsafeBytes({ MailAddress(bytes: $0) }) else { return nil }
        self = address
    }

    /// The same from borrowed memory, without a text in between.
    public init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= 254, Self.isAddress(bytes) else { return nil }
        text = String(unsafeUninitializedCapacity: bytes.count) { folded in
            for index in bytes.indices { folded[index] = Self.lowercase(bytes[index]) }
            return bytes.count
        }
    }

    private static func isAddress(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var at: Int?
        for index in bytes.indices {
            guard isAllowed(bytes[index]) else { return false }
            guard bytes[index] == UInt8(ascii: "@") else { continue }
            guard at == nil else { return false }
            at = index
        }
        guard let at else { return false }
        return at > 0 && at < bytes.count - 1
    }

    /// Takes an address that was checked before, such as one read back from our own state.
    public init(trusted text: String) {
        self.text = text
    }

    /// What stands behind the `@`.
    public var domain: Substring {
        guard let at = text.utf8.firstIndex(of: UInt8(ascii: "@")) else { return "" }
        return text[text.utf8.index(after: at)...]
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        guard byte > 0x20, byte < 0x7F else { return false }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: "/"):
            return false
        default: return true
        }
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}

extension MailAddress: CustomStringConvertible {
    /// The whole address.
    public var description: String { text }
}

extension MailAddress: Comparable {
    /// Orders by the folded text.
    public static func < (left: MailAddress, right: MailAddress) -> Bool { left.text < right.text }
}
